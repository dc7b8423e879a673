"""Results as a workbook for Excel, WPS and LibreOffice."""
