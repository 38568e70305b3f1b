from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Every form looks the same: `{{ form }}` and `{{ field.as_field_group }}`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
