"""Pasted addresses: made whole, refused, compared."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rinde.services.links.addresses import LONGEST, LinkRefused, clean_url, is_public, normalise_url


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("https://www.villa-aurora.gov.co/informe.pdf", "https://www.villa-aurora.gov.co/informe.pdf"),
        ("  HTTPS://WWW.Villa-Aurora.GOV.co:443/Informe.pdf#page=3 ", "https://www.villa-aurora.gov.co/Informe.pdf"),
        ("http://villa.gov.co:80", "http://villa.gov.co/"),
        ("http://villa.gov.co:8080/x", "http://villa.gov.co:8080/x"),
        ("www.villa.gov.co/plan anticorrupción.pdf", "https://www.villa.gov.co/plan%20anticorrupci%C3%B3n.pdf"),
        ("villa.gov.co", "https://villa.gov.co/"),
        ("villa.gov.co:8443/a", "https://villa.gov.co:8443/a"),
        ("https://peñalolen.co/ñ", "https://xn--pealolen-e3a.co/%C3%B1"),
        ("https://villa.gov.co./a", "https://villa.gov.co/a"),
        ("https://villa.gov.co/a/./b/../c/", "https://villa.gov.co/a/c/"),
        ("https://villa.gov.co/../../a", "https://villa.gov.co/a"),
        ("https://villa.gov.co/%7euser/%c3%b1%2F", "https://villa.gov.co/~user/%C3%B1%2F"),
        ("https://villa.gov.co/100%", "https://villa.gov.co/100%25"),
        ("https://villa.gov.co/?a=1&&b=dos palabras", "https://villa.gov.co/?a=1&b=dos%20palabras"),
        ("https://villa.gov.co/#/informes/3", "https://villa.gov.co/#/informes/3"),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
        ("https://[2001:4860:4860::8888]/a", "https://[2001:4860:4860::8888]/a"),
    ],
)
def test_pasted_address_is_made_whole(pasted: str, clean: str) -> None:
    assert clean_url(pasted) == clean


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "no es un enlace"),
        ("el informe", "no es un enlace"),
        ("informe.pdf en la carpeta", "no es un enlace"),
        ("http://", "no es un enlace"),
        ("http://[abc/", "no es un enlace"),
        ("http://a b.gov.co/", "no es un enlace"),
        ("http://-a.gov.co/", "no es un enlace"),
        ("http://villa.gov.co:99999/", "no es un enlace"),
        ("http://villa.gov.co/\nHost: otro", "no es un enlace"),
        ("http://villa.gov.co\\@otro.gov.co/", "no es un enlace"),
        ("javascript:alert(1)", "empezar por https://"),
        ("JavaScript:alert(1)//www.x.co", "empezar por https://"),
        ("data:text/html,hola", "empezar por https://"),
        ("mailto:ana@villa.gov.co", "empezar por https://"),
        ("ftp://villa.gov.co/a", "empezar por https://"),
        ("gopher://villa.gov.co/", "empezar por https://"),
        ("file:///C:/Actas/acta.pdf", "archivo de su computador"),
        ("C:\\Users\\ana\\acta.pdf", "archivo de su computador"),
        ("\\\\servidor\\actas\\acta.pdf", "archivo de su computador"),
        ("//servidor/actas", "archivo de su computador"),
        ("https://ana:clave@villa.gov.co/", "usuario o una clave"),
        ("https://villa.gov.co@otro.com/", "usuario o una clave"),
        ("http://localhost/", "dirección interna"),
        ("http://intranet/actas", "dirección interna"),
        ("http://actas.intranet/", "dirección interna"),
        ("http://servidor.local/", "dirección interna"),
        ("http://metadata.google.internal/", "dirección interna"),
        ("http://127.0.0.1/", "dirección interna"),
        ("http://127.1/", "dirección interna"),
        ("http://2130706433/", "dirección interna"),
        ("http://0x7f000001/", "dirección interna"),
        ("http://0x7f.0.0.1/", "dirección interna"),
        ("http://0177.0.0.1/", "dirección interna"),
        ("http://10.0.0.8/actas", "dirección interna"),
        ("http://192.168.1.4:8080/", "dirección interna"),
        ("http://172.20.0.1/", "dirección interna"),
        ("http://169.254.169.254/latest/meta-data/", "dirección interna"),
        ("http://100.64.0.1/", "dirección interna"),
        ("http://0.0.0.0/", "dirección interna"),
        ("http://[::1]/", "dirección interna"),
        ("http://[fe80::1%25eth0]/", "dirección interna"),
        ("http://[fd00::1]/", "dirección interna"),
        ("http://[::ffff:10.0.0.1]/", "dirección interna"),
        ("http://[64:ff9b::a00:1]/", "dirección interna"),
        ("http://[2002:7f00:1::]/", "dirección interna"),
        ("http://villa.gov.co:22/", "puerto"),
        ("http://villa.gov.co:6379/", "puerto"),
        ("https://villa.gov.co/" + "a" * LONGEST, "caracteres"),
    ],
)
def test_address_that_not_everybody_can_open_is_refused(pasted: str, words: str) -> None:
    for function in (clean_url, normalise_url):
        with pytest.raises(LinkRefused, match=words.replace("(", r"\(")):
            function(pasted)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_own_machine_is_let_in_only_where_a_test_says_so(host: str) -> None:
    assert clean_url(f"http://{host}/a", allow_loopback=True) == f"http://{host}/a"
    with pytest.raises(LinkRefused):
        clean_url(f"http://{host}/a")
    with pytest.raises(LinkRefused):
        clean_url("http://10.0.0.1/a", allow_loopback=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://villa.gov.co/a", "https://villa.gov.co/a/"),
        ("https://villa.gov.co/a", "HTTPS://VILLA.gov.co:443/a#seccion"),
        ("https://villa.gov.co/a?id=3", "https://villa.gov.co/a/?utm_source=x&id=3&fbclid=abc"),
        ("https://villa.gov.co", "villa.gov.co/"),
        ("https://villa.gov.co/%C3%B1", "https://villa.gov.co/ñ"),
        ("https://youtu.be/abc", "https://youtu.be/abc?si=xyz"),
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&feature=share"),
        ("https://drive.google.com/file/d/1/view", "https://drive.google.com/file/d/1/view?usp=sharing"),
    ],
)
def test_same_page_is_found_equal(one: str, other: str) -> None:
    assert normalise_url(one) == normalise_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://villa.gov.co/a", "https://villa.gov.co/A"),
        ("https://villa.gov.co/a?id=3", "https://villa.gov.co/a?id=4"),
        ("https://villa.gov.co/a?si=3", "https://villa.gov.co/a"),
        ("https://villa.gov.co/#/a", "https://villa.gov.co/#/b"),
        ("https://villa.gov.co/a%2Fb", "https://villa.gov.co/a/b"),
        ("https://villa.gov.co:8080/", "https://villa.gov.co/"),
        ("https://otra.gov.co/a", "https://villa.gov.co/a"),
        ("http://villa.gov.co/a", "https://villa.gov.co/a"),
    ],
)
def test_different_pages_stay_apart(one: str, other: str) -> None:
    assert normalise_url(one) != normalise_url(other)


PARTS = st.text(alphabet="abñ%2Fé/.?&=#~ +:@;,é1", max_size=40)


@given(PARTS)
def test_clean_and_normal_forms_do_not_change_again(rest: str) -> None:
    url = f"https://villa.gov.co/{rest}"
    clean, normal = clean_url(url), normalise_url(url)
    assert clean_url(clean) == clean
    assert normalise_url(normal) == normal
    assert normalise_url(clean) == normal
    assert clean.isascii()


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    with suppress(LinkRefused):
        assert clean_url(text).startswith(("http://", "https://"))


@pytest.mark.parametrize("address", ["168.63.129.16", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "ff02::1"])
def test_address_of_no_page_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "190.26.1.1", "2800:e2:180::1"])
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)
