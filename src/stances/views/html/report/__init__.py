"""The HTML report; each section is a module."""
