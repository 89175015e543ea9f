"""The output of `diff`: one outline, written as text or Markdown.

`outline` orders the changes, `wording` words each of them, `plain_text` and `markdown` write them.
"""
