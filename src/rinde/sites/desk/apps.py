from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rinde.sites.desk"
    label = "desk"

    def ready(self) -> None:
        # Plans stand above people, so the site that knows both says over which plans a role may be given.
        from rinde.sites.desk.scopes import offer_plans  # noqa: PLC0415 - models cannot be imported before this point

        offer_plans()
