"""What the demo company sells, of which groups, and what its food contains."""

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "WG10",
        "Damenmode",
        ("Strickjacke", "Leinenbluse", "Regenmantel", "Faltenrock", "Umstandsjeans", "Wollschal"),
    ),
    ("WG11", "Herrenmode", ("Cordhose", "Troyer", "Oxfordhemd", "Windjacke", "Ledergürtel", "Wollmütze")),
    ("WG12", "Kinder", ("Matschhose", "Schlafsack", "Lauflernschuh", "Kapuzenpulli", "Holzeisenbahn")),
    (
        "WG20",
        "Haushalt",
        ("Emaillekanne", "Gusspfanne", "Bettwäsche", "Leinentuch", "Besteckset", "Teekessel"),
    ),
    ("WG21", "Garten", ("Gießkanne", "Rosenschere", "Vogelhaus", "Hochbeet", "Gartenbank")),
    ("WG30", "Bücher und Papier", ("Notizbuch", "Kochbuch Norddeutsch", "Wandkalender", "Briefpapier")),
    (
        "WG40",
        "Feinkost",
        (
            "Honigkuchen",
            "Nussmus",
            "Friesentee",
            "Krabbensuppe",
            "Dinkelkeks",
            "Haferriegel",
            "Käseauswahl",
            "Rote Grütze",
        ),
    ),
    (
        "WG41",
        "Feinkost frei von",
        ("Brot glutenfrei", "Keks laktosefrei", "Müsli nussfrei", "Pasta glutenfrei"),
    ),
    (
        "WG50",
        "Gesundheit",
        ("Kompressionsstrümpfe", "Blutdruckmessgerät", "Inkontinenzeinlagen", "Lesebrille", "Wärmekissen"),
    ),
)
FINISHES = (
    "natur",
    "petrol",
    "senfgelb",
    "dunkelblau",
    "weiß",
    "Größe S",
    "Größe M",
    "Größe L",
    "Größe XL",
    "klein",
    "groß",
    "Set",
)
FOOD = ("WG40", "WG41")
FOOD_FINISHES = ("125 g", "250 g", "500 g", "1 kg", "Probierpaket", "Vorratsbox", "bio", "Geschenkdose")
ALLERGENS = (
    "Gluten",
    "Laktose",
    "Erdnuss",
    "Schalenfrüchte",
    "Ei",
    "Soja",
    "Sellerie",
    "Senf",
    "Fisch",
    "Krebstiere",
)
DIETS = ("vegan", "vegetarisch", "halal", "koscher", "ohne Schwein", "diabetikergerecht")
RETURN_REASONS = (
    ("01", "passt nicht"),
    ("02", "gefällt nicht"),
    ("03", "beschädigt"),
    ("04", "falscher Artikel"),
    ("05", "zu spät"),
    ("99", "sonstiges"),
)
RETURN_TEXTS = (
    "Größe fällt klein aus",
    "Farbe anders als im Katalog",
    "Riss an der Naht",
    "Nach der OP passt die Hose nicht mehr",
    "War ein Geschenk für meinen Mann, er hat schon eine",
    "Henkel abgebrochen",
    "bitte Geld auf altes Konto",
    "Schwangerschaft, brauche größere Größe",
)
SUPPLIERS = (
    "Webwerk Nord GmbH",
    "Emaille Harz KG",
    "Feinkost Förde GmbH",
    "Papiermühle Ems OHG",
    "Medizinbedarf Leine GmbH",
    "Gartenfreund AG",
)
CARRIERS = ("Nordkurier Paket GmbH", "Leine Express KG", "Alpenbote GmbH", "Paketblick GmbH")
