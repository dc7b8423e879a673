"""What stands before the readers: limits of archives, OLE files and PDF; nothing hostile comes past."""
