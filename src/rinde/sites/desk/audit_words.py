"""What an entry of the trail says, in Spanish. A code without words is shown as it is, never hidden."""

ACTIONS: dict[str, str] = {
    "accounts.accept": "Aceptó una invitación",
    "accounts.change": "Cambió el rol de una persona",
    "accounts.end": "Terminó el rol de una persona",
    "accounts.grant": "Dio un rol a una persona",
    "accounts.invite": "Invitó a una persona",
    "accounts.invite_again": "Envió de nuevo una invitación",
    "accounts.withdraw": "Retiró una invitación",
    "entities.actor_close": "Cerró una dependencia",
    "entities.actor_create": "Agregó una dependencia",
    "entities.actor_update": "Cambió una dependencia",
    "entities.create": "Se creó la entidad",
    "entities.group_create": "Creó un grupo",
    "entities.group_update": "Cambió un grupo",
    "entities.non_working_day_add": "Agregó un día no hábil",
    "entities.non_working_day_remove": "Quitó un día no hábil",
    "entities.org_chart_apply": "Aplicó un archivo de organigrama",
    "entities.org_chart_receive": "Subió un archivo de organigrama",
    "entities.update": "Cambió los datos de la entidad",
}


def in_words(action: str) -> str:
    """«Publicó una versión del plan» for `plans.publish`."""
    return ACTIONS.get(action, action)
