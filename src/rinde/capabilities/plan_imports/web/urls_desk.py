"""Addresses of this capability on the desk."""

from django.urls import path

from rinde.capabilities.plan_imports.web.desk import documents, facts, rows

urlpatterns = [
    path("", documents.document_list, name="import_list"),
    path("subir/", documents.upload, name="import_upload"),
    path("pegar/", documents.paste, name="import_paste"),
    path("<int:import_id>/", documents.detail, name="import_detail"),
    path("<int:import_id>/avance/", documents.progress, name="import_progress"),
    path("<int:import_id>/leer-de-nuevo/", documents.read_again, name="import_read_again"),
    path("<int:import_id>/descartar/", documents.discard, name="import_discard"),
    path("<int:import_id>/original/", documents.original, name="import_original"),
    path("<int:import_id>/paginas/<int:page>/", documents.page_image, name="import_page_image"),
    path("<int:import_id>/filas/<int:row_id>/", rows.row_page, name="import_row"),
    path("<int:import_id>/filas/<int:row_id>/corregir/", rows.edit_row, name="import_edit_row"),
    path("<int:import_id>/filas/<int:row_id>/decidir/", rows.decide_row, name="import_decide_row"),
    path("<int:import_id>/filas/agregar/", rows.add_row, name="import_add_row"),
    path("<int:import_id>/filas/aceptar/", rows.accept_all, name="import_accept_all"),
    path("<int:import_id>/hallazgos/", facts.findings, name="import_findings"),
    path("<int:import_id>/hallazgos/<int:finding_id>/", rows.settle_finding, name="import_settle_finding"),
    path("<int:import_id>/revision/", facts.plan_findings, name="import_plan_findings"),
    path("<int:import_id>/datos/", facts.heading, name="import_heading"),
    path("<int:import_id>/columnas/", facts.columns, name="import_columns"),
    path("<int:import_id>/responsables/", facts.names, name="import_names"),
    path("<int:import_id>/responsables/confirmar/", facts.confirm_names, name="import_confirm_names"),
    path("<int:import_id>/responsables/<int:match_id>/", facts.decide_name, name="import_decide_name"),
    path("<int:import_id>/acciones/", facts.announcements, name="import_announcements"),
    path("<int:import_id>/crear-plan/", facts.create_plan, name="import_create_plan"),
]
