"""The look: frame, components, icons, Spanish dates. Knows Django templates, and nothing of what they show."""
