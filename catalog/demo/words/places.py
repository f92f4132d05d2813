"""Towns with their post codes and rough position, and street names; no real address is meant."""

TOWNS: tuple[tuple[str, str, str, float, float, float], ...] = (
    # country, post code, town, weight, latitude, longitude
    ("DE", "10115", "Berlin", 7, 52.53, 13.38),
    ("DE", "10437", "Berlin", 6, 52.54, 13.41),
    ("DE", "12043", "Berlin", 6, 52.48, 13.43),
    ("DE", "13357", "Berlin", 5, 52.55, 13.38),
    ("DE", "20099", "Hamburg", 5, 53.55, 10.01),
    ("DE", "22303", "Hamburg", 5, 53.59, 10.02),
    ("DE", "22765", "Hamburg", 5, 53.56, 9.94),
    ("DE", "80331", "München", 4, 48.14, 11.57),
    ("DE", "81541", "München", 4, 48.12, 11.58),
    ("DE", "50667", "Köln", 4, 50.94, 6.96),
    ("DE", "50823", "Köln", 4, 50.95, 6.92),
    ("DE", "60311", "Frankfurt am Main", 4, 50.11, 8.68),
    ("DE", "60487", "Frankfurt am Main", 3, 50.12, 8.64),
    ("DE", "70173", "Stuttgart", 3, 48.78, 9.18),
    ("DE", "40210", "Düsseldorf", 3, 51.22, 6.79),
    ("DE", "04109", "Leipzig", 4, 51.34, 12.37),
    ("DE", "01067", "Dresden", 3, 51.05, 13.73),
    ("DE", "30159", "Hannover", 5, 52.37, 9.73),
    ("DE", "30451", "Hannover", 4, 52.36, 9.71),
    ("DE", "28195", "Bremen", 3, 53.08, 8.81),
    ("DE", "90402", "Nürnberg", 3, 49.45, 11.08),
    ("DE", "44135", "Dortmund", 3, 51.51, 7.47),
    ("DE", "45127", "Essen", 3, 51.46, 7.01),
    ("DE", "48143", "Münster", 2, 51.96, 7.63),
    ("DE", "33602", "Bielefeld", 2, 52.02, 8.53),
    ("DE", "24103", "Kiel", 2, 54.32, 10.13),
    ("DE", "23552", "Lübeck", 2, 53.87, 10.69),
    ("DE", "24937", "Flensburg", 2, 54.78, 9.44),
    ("DE", "18055", "Rostock", 1, 54.09, 12.14),
    ("DE", "39104", "Magdeburg", 1, 52.13, 11.63),
    ("DE", "99084", "Erfurt", 1, 50.98, 11.03),
    ("DE", "55116", "Mainz", 1, 50.00, 8.27),
    ("DE", "66111", "Saarbrücken", 1, 49.23, 7.00),
    ("DE", "79098", "Freiburg im Breisgau", 2, 47.99, 7.85),
    ("DE", "76133", "Karlsruhe", 1, 49.01, 8.40),
    ("DE", "86150", "Augsburg", 1, 48.37, 10.90),
    ("DE", "93047", "Regensburg", 1, 49.02, 12.10),
    ("DE", "37073", "Göttingen", 2, 51.53, 9.94),
    ("DE", "38100", "Braunschweig", 2, 52.26, 10.52),
    ("DE", "49074", "Osnabrück", 1, 52.28, 8.05),
    ("DE", "26122", "Oldenburg", 1, 53.14, 8.21),
    ("DE", "21335", "Lüneburg", 1, 53.25, 10.41),
    ("DE", "29221", "Celle", 1, 52.62, 10.08),
    ("DE", "31134", "Hildesheim", 1, 52.15, 9.95),
    ("DE", "25980", "Sylt", 0.4, 54.91, 8.31),
    ("DE", "94032", "Passau", 0.5, 48.57, 13.46),
    ("DE", "02826", "Görlitz", 0.5, 51.15, 14.99),
    ("DE", "17489", "Greifswald", 0.5, 54.10, 13.39),
    ("AT", "1010", "Wien", 1.2, 48.21, 16.37),
    ("AT", "8010", "Graz", 0.6, 47.07, 15.44),
    ("AT", "5020", "Salzburg", 0.4, 47.80, 13.04),
    ("CH", "8001", "Zürich", 0.5, 47.37, 8.54),
    ("CH", "3011", "Bern", 0.3, 46.95, 7.45),
)
"""A sample of towns: enough to look real, with small ones for cells that would single people out."""

STREETS = tuple(
    """Hauptstraße|Bahnhofstraße|Gartenstraße|Schulstraße|Dorfstraße|Bergstraße|Lindenstraße|Birkenweg|Kirchstraße|Waldstraße
    |Ringstraße|Schillerstraße|Goethestraße|Mozartweg|Jahnstraße|Amselweg|Finkenweg|Buchenweg|Eichenallee|Rosenweg|Wiesengrund
    |Am Mühlenbach|An der Bleiche|Zum Hafen|Lange Reihe|Kurze Gasse|Fährstraße|Deichweg|Alte Landstraße|Neuer Weg|Marktplatz
    |Im Winkel|Unter den Linden|Kastanienallee|Ahornstraße|Tannenweg|Brunnenstraße|Friedrich-Ebert-Straße|Bgm.-Smidt-Str.
    |Poststr.|Feldstr.|Südring|Nordwall|Kölner Straße|Münchner Straße|Hinter der Kirche|Schäferweg|Röntgenstraße|Straße des 17. Juni
    |Karl-Marx-Straße|Heideweg|Moorweg|Ostpreußendamm|Töpfergasse|Großer Kamp|Kleiner Kamp|Weißdornweg|Sanddornweg""".replace(
        "\n    ", ""
    ).split("|")
)
ADDITIONS = (
    "c/o Petersen",
    "Hinterhaus",
    "3. OG links",
    "Seitenflügel",
    "Station 4",
    "Pflegeheim Haus Abendfrieden",
    "Wohngruppe 2",
    "Gartenhaus",
)
