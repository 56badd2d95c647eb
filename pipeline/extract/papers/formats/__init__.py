"""Files of every format turned into lines: DOCX, PDF with text or scanned, HTML, TXT; what is no paper is refused here."""
