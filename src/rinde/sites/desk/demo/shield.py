"""The shield of Villa Aurora, drawn on the spot: a dawn over two mountains and a river. No town has it."""

import io

from PIL import Image, ImageChops, ImageDraw

ALT = "Escudo de Villa Aurora: un sol que nace entre dos montañas, y un río"
_WIDE, _HIGH = 768, 896
_RIM, _SKY, _SUN, _FAR, _NEAR, _RIVER = "#6b4423", "#f3d9a0", "#d9822b", "#5d7f6a", "#3c5f4c", "#2f6f8f"


def town_shield() -> bytes:
    """The picture as a PNG, larger than any page shows it."""
    field = Image.new("RGBA", (_WIDE, _HIGH), _SKY)
    draw = ImageDraw.Draw(field)
    draw.ellipse((234, 250, 534, 550), fill=_SUN)
    draw.polygon(((-80, 640), (230, 300), (560, 640)), fill=_FAR)
    draw.polygon(((260, 660), (580, 350), (900, 660)), fill=_NEAR)
    draw.rectangle((0, 630, _WIDE, _HIGH), fill=_NEAR)
    draw.polygon(((350, 630), (430, 630), (560, _HIGH), (200, _HIGH)), fill=_RIVER)
    shield = Image.new("RGBA", (_WIDE, _HIGH), (255, 255, 255, 0))
    shield.paste(Image.new("RGBA", shield.size, _RIM), mask=_shape(8))
    shield.paste(field, mask=_shape(36))
    out = io.BytesIO()
    shield.save(out, "PNG", optimize=True)
    return out.getvalue()


def _shape(margin: int) -> Image.Image:
    """The outline of a shield, as a mask: straight above, round below."""
    upper, whole = Image.new("L", (_WIDE, _HIGH), 0), Image.new("L", (_WIDE, _HIGH), 0)
    ImageDraw.Draw(upper).rectangle((margin, margin, _WIDE - margin, _HIGH - margin), fill=255)
    round_below = ImageDraw.Draw(whole)
    round_below.rectangle((margin, margin, _WIDE - margin, 448), fill=255)
    round_below.ellipse((margin, margin, _WIDE - margin, _HIGH - margin), fill=255)
    return ImageChops.multiply(upper, whole)
