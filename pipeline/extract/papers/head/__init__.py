"""What stands above and below the rules of a paper: issuer, number, day, kind, subject, signature; the portal around it."""
