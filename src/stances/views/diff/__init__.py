"""The output of `diff`: one outline, written as text or Markdown.

`outline` says what stands under what; `wording` says each change; `text` and `markdown` write it.
"""
