"""One small plan told in many layouts: whatever the layout, the record must be the same.

PDF is left to tests/sources/test_pdf.py: making pages is slow, and a page of short lines has no
measure that paragraphs could be told by.
"""
