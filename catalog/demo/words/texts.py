"""Sentences as customers and staff write them: reviews, tickets, delivery notes, remarks."""

REMARKS = (
    "Kundin hört schlecht, bitte langsam sprechen",
    "zahlt immer spät, aber zahlt",
    "VIP, Kulanz großzügig",
    "Sohn ruft für sie an, Vollmacht liegt vor",
    "nur vormittags anrufen",
    "Umzug angekündigt",
    "wünscht keinen Katalog mehr",
    "Beschwerde vom Frühjahr beachten",
    "Stammkunde seit Papierkatalog",
    "hat nach Diabetikerprodukten gefragt",
    "Betreuer ist eingesetzt, Schriftwechsel über ihn",
    "Rechnung bitte an Arbeitgeber",
)
ORDER_NOTES = (
    "Bitte als Geschenk verpacken",
    "bitte vor dem 24.12. liefern",
    "Rechnung separat",
    "Bin im Krankenhaus, bitte erst nächste Woche liefern",
    "Karte beilegen: Alles Gute, Oma!",
    "Keine Werbung beilegen",
    "Klingel defekt, bitte klopfen",
)
DELIVERY_NOTES = (
    "bei Nachbarin im EG abgeben",
    "Rollstuhlfahrer, bitte lange klingeln",
    "Schlüssel liegt unter dem Topf",
    "Hund im Garten!",
    "Hinterhof, zweite Tür",
    "Paket in Garage stellen",
    "nicht klingeln, Baby schläft",
    "bitte bis an die Wohnungstür, Gehhilfe",
    "gehörlos, bitte Lichtklingel drücken",
    "Ablage Mülltonnenhaus",
)
DROP_PLACES = ("Garage", "Terrasse", "Nachbar", "Carport", "Kiosk", "Hausflur")
TICKETS: tuple[tuple[str, str], ...] = (
    ("Wo bleibt mein Paket?", "Meine Bestellung ist seit einer Woche unterwegs. Können Sie nachsehen?"),
    ("Falsche Größe geliefert", "Ich hatte M bestellt und L bekommen. Wie tausche ich um?"),
    ("Rechnung fehlt", "Für meine Steuererklärung brauche ich die Rechnung noch einmal."),
    (
        "Ausschlag nach Tragen",
        "Nach einem Tag mit der Jacke hatte ich einen Hautausschlag, mein Arzt spricht von einer Kontaktallergie.",
    ),
    ("Konto gesperrt", "Ich komme nicht mehr in mein Kundenkonto, das Zurücksetzen schickt keine Mail."),
    ("Auskunft nach DSGVO", "Bitte teilen Sie mir mit, welche Daten Sie über mich gespeichert haben."),
    ("Newsletter abbestellen", "Ich habe mich dreimal abgemeldet und bekomme ihn immer noch."),
    ("Mahnung trotz Zahlung", "Ich habe am Monatsanfang überwiesen. Bitte nehmen Sie die Mahnung zurück."),
    ("Nüsse im Keks", "Der Keks war als nussfrei ausgezeichnet, meine Tochter hat darauf reagiert."),
    (
        "Todesfall",
        "Meine Mutter ist verstorben. Bitte löschen Sie ihr Konto und schicken keine Kataloge mehr.",
    ),
    ("Lob an den Fahrer", "Ihr Fahrer hat das Paket bis in den vierten Stock getragen. Danke!"),
    ("Reklamation Kanne", "Der Deckel schließt nicht. Ich hätte gern Ersatz."),
)
SURVEY_COMMENTS = (
    "Schnelle Lieferung, gerne wieder",
    "Verpackung zu groß",
    "Hotline nie erreichbar",
    "Alles bestens",
    "Zu teuer geworden",
    "Rückerstattung dauerte drei Wochen",
    "Frau am Telefon war sehr freundlich",
    "Qualität lässt nach",
    "Bin wegen meiner Arthritis auf leichte Verschlüsse angewiesen",
    "Paket nass",
    "Super Auswahl",
)
REVIEWS: tuple[tuple[int, str, str], ...] = (
    (5, "Sehr schön", "Sitzt gut und wärmt."),
    (5, "Gerne wieder", "Qualität wie früher."),
    (4, "Gut", "Fällt etwas groß aus."),
    (3, "Geht so", "Farbe blasser als auf dem Bild."),
    (2, "Enttäuscht", "Nach dem Waschen eingelaufen."),
    (1, "Nie wieder", "Nach zwei Wochen kaputt."),
)
CALL_NOTES = (
    "Kundin sehr aufgebracht, Rückruf zugesagt",
    "Adresse geändert",
    "fragt nach Ratenzahlung wegen Arbeitslosigkeit",
    "Retoure erklärt",
    "Verwechslung mit Namensvetter",
    "lobt Katalog",
    "möchte nur mit Frau Petersen sprechen",
    "Sehschwäche, Rechnung bitte in Großdruck",
)
REACTIONS = ("Hautausschlag", "Atemnot", "Übelkeit", "Juckreiz", "keine Angabe", "Schwellung")
FRAUD_NOTES = (
    "Bestellung mit fremden Daten",
    "Zahlung zurückgebucht, Ware behalten",
    "Packstation unter falschem Namen",
    "mehrfach Rechnungskauf ohne Zahlung",
)
CAMPAIGNS = ("google_ads", "katalog_qr", "newsletter", "direkt", "instagram", "preisvergleich")
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (Linux; Android 15; SM-A546B) AppleWebKit/537.36 Mobile",
)
