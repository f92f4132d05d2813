"""Given names and surnames as they are met in Germany; the people made of them are invented."""

from catalog.demo.words import words

WOMEN = words(
    """Anna Maria Sabine Ursula Monika Petra Renate Karin Brigitte Ingrid Andrea Gisela Susanne Birgit Heike Julia Katharina
    Stefanie Nicole Christina Lisa Laura Lena Hannah Emma Mia Sophie Marie Leonie Johanna Charlotte Frieda Greta Ida Mathilda
    Silke Anja Tanja Kerstin Martina Ulrike Angelika Elke Jutta Barbara Gabriele Annette Dagmar Sigrid Hildegard Änne Käthe
    Jördis Bärbel Aylin Elif Zeynep Fatma Ayşe Emine Merve Olga Natalia Irina Swetlana Agnieszka Katarzyna Małgorzata Fatima
    Amina Layla Thị Linh Giulia Chiara Ana Ivana Jelena Zoé Chloé Maike Wiebke Antje Frauke Neele Tomke"""
)
MEN = words(
    """Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Günter Hans Stefan Christian Uwe Werner Horst Frank Dieter Manfred
    Gerhard Bernd Thorsten Matthias Helmut Walter Heinz Martin Jörg Rolf Jens Sven Alexander Jan Rainer Holger Karl Dirk Joachim
    Ralf Carsten Herbert Oliver Wilhelm Kurt Markus Heinrich Lukas Leon Finn Jonas Paul Noah Elias Felix Maximilian Ben Emil
    Oskar Anton Jakob Moritz Julian Tobias Björn Sören Götz Mehmet Mustafa Emre Ahmet Yusuf Can Piotr Krzysztof Tomasz Sergej
    Dmitri Igor Omar Hassan Karim Minh Luca Marco Matteo Ivan Milan Zoltán François René Hauke Onno Enno Tjark"""
)
EITHER = ("Kim", "Robin", "Sascha", "Toni", "Alex", "Charlie", "Jona", "Mika", "Noa", "Luca")

SURNAMES = words(
    """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder
    Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze
    Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel
    Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter
    Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Dietrich
    Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Hansen Petersen Jensen Thomsen
    Lüders Harms Janssen Behrens Oltmanns Brüggemann Uphoff Wübbena Grünewald Kötter Bäcker Töpfer Gößling Preuß Strauß
    Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk Aydın Özdemir Arslan Doğan Kılıç Nowak Kowalski Wiśniewski Wójcik Kamiński
    Ivanov Petrov Popov Sokolov Nguyen Tran Pham Ali Hassan Ahmadi Rossi Russo Ferrari Silva Santos Horvat Kovač Novák"""
)
DOUBLE_SHARE = 0.03

TITLES = ("Dr.", "Prof. Dr.", "Dipl.-Ing.", "Dr. med.")
COMPANY_FORMS = ("GmbH", "e. K.", "OHG", "GbR", "UG (haftungsbeschränkt)", "KG")
TRADES = (
    "Gartenbau",
    "Malerbetrieb",
    "Café",
    "Praxis für Physiotherapie",
    "Steuerkanzlei",
    "Buchhandlung",
    "Elektrotechnik",
    "Schreinerei",
    "Hausverwaltung",
    "Floristik",
    "Kita",
    "Friseursalon",
    "Fahrschule",
    "Architekturbüro",
    "Bäckerei",
)
TEST_NAMES = (
    ("Max", "Mustermann"),
    ("Erika", "Mustermann"),
    ("Test", "Testkunde"),
    ("asdf", "asdf"),
    ("TEST BITTE LÖSCHEN", "xxx"),
)
