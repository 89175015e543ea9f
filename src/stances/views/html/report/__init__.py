"""The HTML report: one module a section, put together by `page`."""
