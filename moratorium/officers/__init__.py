"""The door of the field offices: their directives, and lists of planned disconnections."""
