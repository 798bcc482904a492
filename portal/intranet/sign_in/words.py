"""What the sign-in says: in words that say what to do, and nothing of who has an account."""

REFUSED = (
    "Användarnamnet eller lösenordet stämmer inte. Kontrollera stora och små bokstäver och försök "
    "igen."
)
TOO_MANY = "Det blev för många försök. Vänta fem minuter och försök sedan igen."
WRONG_CODE = "Koden stämmer inte. Vänta tills appen visar nästa kod och skriv den."

# By allauth's names.
ERRORS = {
    "account_inactive": REFUSED,
    "email_password_mismatch": REFUSED,
    "username_password_mismatch": REFUSED,
    "invalid_login": REFUSED,
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_MANY,
    "incorrect_password": "Lösenordet stämmer inte. Försök igen.",
    "enter_current_password": "Lösenordet stämmer inte. Skriv det du har nu.",
    "incorrect_code": WRONG_CODE,
    "invalid_password_reset": "Länken gäller inte längre. Be om en ny.",
    "cannot_delete_authenticator": "Det här är din enda andra faktor. Lägg till en annan först.",
    "cannot_generate_recovery_codes": "Lägg först till en app eller en nyckel.",
}
# What was done, by the names of allauth's own messages; the others are not said.
DONE = {
    "password_changed": "Lösenordet är bytt.",
    "totp_activated": "Appen är tillagd.",
    "totp_deactivated": "Appen är borttagen.",
    "webauthn_added": "Nyckeln är tillagd.",
    "webauthn_removed": "Nyckeln är borttagen.",
    "recovery_codes_generated": "Du har fått reservkoder. Har du äldre gäller de inte längre.",
}
# What a mail to the owner says was done.
CHANGED = {
    "password_changed": "lösenordet har bytts",
    "password_reset": "ett nytt lösenord har valts med en länk i ett mejl",
    "totp_activated": "en app för inloggning har lagts till",
    "totp_deactivated": "appen för inloggning har tagits bort",
    "webauthn_added": "en nyckel för inloggning har lagts till",
    "webauthn_removed": "en nyckel för inloggning har tagits bort",
    "recovery_codes_generated": "nya reservkoder har tagits fram",
}
SUBJECTS = {"new_password": "Nytt lösenord", "account_changed": "Din inloggning har ändrats"}
