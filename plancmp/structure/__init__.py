"""Document to Outline: numbering, headings, contents, boxes, tables, appendices."""
