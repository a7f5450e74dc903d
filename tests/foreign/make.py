# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Data as other people's software writes it, made here: make.py KIND FILE writes a collection Bundle. The same each time.

directory   a national directory: numbers of the country in several systems, professions coded, hardly ever active
examples    a standard's own examples: every optional member, several names, contained resources, references to nobody
synthetic   a generator's: digits in names, references by identifier alone, no services
odd         what no standard allows: members of another type, empty names, controls and bidirectional marks, durations below zero
"""
import json
import sys

FAMILIES = ["ALCOCK", "Nguyễn", "O’Brien", "van der Meer", "Côté-Lavoie", "Ørsted", "Şahin", "Li"]
GIVENS = ["Devon", "Hélène", "Jean-François", "Adaeze", "Zoë", "Marc", "Yūko", "R."]
TRADES = [("411511", "Aboriginal and Torres Strait Islander Health Worker"), ("253111", "General Practitioner"),
          ("254412", "Registered Nurse (Aged Care)"), ("251912", "Orthotist or Prosthetist"), ("", "Personne ne sait")]


def name_of(n):
    return {"family": FAMILIES[n % len(FAMILIES)] + ("" if n < 8 else f" {n}"), "given": [GIVENS[n * 3 % len(GIVENS)]]}


def trade_of(n):
    code, display = TRADES[n % len(TRADES)]
    return {"coding": [{"system": "http://trades.example/1220.0", "code": code, "display": display}] if code else [], "text": display}


def make_directory():
    for n in range(45):
        identifiers = [{"type": {"text": "HPI-I"}, "system": "http://ids.example/hpii/1.0", "value": f"80036115667{n:05}"}]
        if n % 3 == 0:
            identifiers.append({"type": {"coding": [{"code": "PRES"}]}, "system": "http://ids.example/prescriber", "value": f"{8002064 + n}"})
        yield {"resourceType": "Practitioner", "id": f"person-{n}", "identifier": identifiers if n % 11 else None, "name": [name_of(n)],
               "telecom": [{"system": "phone", "value": "0355508757", "use": "work"}, {"system": "email", "value": f"p{n}@example.org"}],
               "gender": "female" if n % 2 else "male", "qualification": [{"code": {"text": trade_of(n)["text"]}}]}
        yield {"resourceType": "PractitionerRole", "id": f"role-{n}", "practitioner": {"reference": f"Practitioner/person-{n}"},
               "organization": {"reference": f"Organization/place-{n % 9}"}, "code": [trade_of(n)],
               "specialty": [trade_of(n + 1)] if n % 4 else None}
    for n in range(12):
        yield {"resourceType": "HealthcareService", "id": f"service-{n}", "active": None if n % 6 == 5 else True,
               "providedBy": {"reference": f"Organization/place-{n % 9}"}, "type": [{"coding": [{"code": f"3100{n}"}], "text": "Audiology service"}],
               "location": [{"reference": f"Location/place-{n % 9}"}], "name": f"Mitchells Hill Audiology {n}"}
    for n in range(9):
        yield {"resourceType": "Organization", "id": f"place-{n}", "name": f"Place {n}" if n else None, "_name": None if n else {"extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}}


def make_examples():
    for n in range(30):
        names = [dict(name_of(n), use="official", prefix=["Dr"], period={"start": "2001"}), {"use": "old", "text": "Dr Adam Careful"}]
        yield {"resourceType": "Practitioner", "id": f"f{n:03}", "active": False if n % 10 == 9 else None, "birthDate": "1959-03-11",
               "identifier": [{"system": "urn:oid:2.16.528.1.1007.3.1", "value": str(9381 + n // 2)}, {"value": "no system"}],
               "name": names[:1 + n % 2] if n % 7 else [{"text": f"Dr Chief {n}"}],
               "contained": [{"resourceType": "Organization", "id": "inside", "name": "Inside"}],
               "photo": [{"contentType": "image/gif"}], "communication": [{"coding": [{"code": "fr"}]}]}
        yield {"resourceType": "PractitionerRole", "id": f"f{n:03}-0", "period": {"start": "2012-01-01", "end": "2012-03-31"},
               "practitioner": {"reference": f"Practitioner/f{n:03}" if n % 5 else "Practitioner/nobody", "display": "Adam Careful"},
               "organization": {"reference": "#inside"}, "healthcareService": [{"reference": "HealthcareService/example"}],
               "code": [{"coding": [{"system": "http://roles.example/0286", "code": "RP"}]}],
               "availableTime": [{"daysOfWeek": ["mon"], "availableStartTime": "09:00:00"}], "specialty": [{"coding": [{"code": "01.011"}]}]}
    yield {"resourceType": "HealthcareService", "id": "example", "active": True, "name": "Consulting psychologists and/or psychology services",
           "contained": [{"resourceType": "Location", "id": "DenBurg"}], "providedBy": {"reference": "Organization/f001", "display": "Burgers"},
           "coverageArea": [{"reference": "#DenBurg"}], "eligibility": [{"code": {"coding": [{"display": "DVA Required"}]}}],
           "comment": "x" * 5000, "characteristic": [{"coding": [{"display": "Wheelchair access"}]}]}
    yield {"resourceType": "Organization", "id": "f001", "name": "Burgers University Medical Center", "partOf": {"reference": "Organization/f001"}}


def make_synthetic():
    for n in range(30):
        yield {"resourceType": "Practitioner", "id": f"1031a726-cb34-3bf0-ad58-{n:012}", "active": True, "gender": "other",
               "extension": [{"url": "http://generator.example/encounters", "valueInteger": n}],
               "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": str(9999900000 + n)}],
               "name": [{"family": f"Hintz{n}", "given": [f"Jen{355 + n}"], "prefix": ["Dr."]}]}
        yield {"resourceType": "PractitionerRole", "id": f"03d0e385-23fb-45c4-941c-{n:012}",
               "practitioner": {"identifier": {"system": "http://hl7.org/fhir/sid/us-npi", "value": str(9999900000 + n)}, "display": "Dr. Jen"},
               "organization": {"identifier": {"system": "https://generator.example", "value": "55f9298b"}}, "specialty": [trade_of(n)],
               "code": [{"coding": [{"system": "http://nucc.example", "code": "208D00000X"}], "text": "General Practice Physician"}]}


ODDITIES = [
    {"name": [{"family": "Tremblay", "given": ["Zoé"]}], "identifier": [{"system": "urn:x:licence", "value": "12345"}]},
    {"name": [{"text": "Dr Côté"}]},
    {"name": []},
    {"active": False},
    {"name": [{"family": "Gagnon"}, {"use": "old", "family": "Roy"}], "telecom": "none"},
    {"name": "Bouchard"},
    {"name": [{"family": 7, "given": {}}], "qualification": [None, {"code": {"text": "Sorcellerie"}}]},
    {"name": [{"family": "\0\u202e\U0001f600", "given": ["", None]}], "contained": [{"resourceType": "Practitioner", "id": "p1"}]},
    {"name": [{"family": "Tremblay", "given": ["Zoé"]}], "identifier": [{"system": "urn:x:licence", "value": "12345"}], "extension": [{}]},
]
DURATIONS = ["15", 0, 481, 20, -5, 30.5]


def make_odd():
    for n in range(60):
        whole = {"active": True, "name": [{"family": "Lévesque", "given": ["Ève"]}], "identifier": [{"system": "urn:x:permis", "value": str(70000 + n)}]}
        yield {"resourceType": "Practitioner", "id": f"p{n}", **(whole if n % 4 == 0 else ODDITIES[n % len(ODDITIES)])}
        yield {"resourceType": "PractitionerRole", "id": f"r{n}", "active": True, "organization": {"reference": f"Organization/o{n % 3}"},
               "practitioner": {"reference": f"Practitioner/p{900 + n if n % 7 == 6 else n}"},
               "specialty": [{"text": "Personne ne sait" if n % 2 else "Médecine de famille"}]}
        service = {"resourceType": "HealthcareService", "id": f"h{n}", "active": True, "providedBy": {"reference": f"Organization/o{n % 4}"},
                   "extension": [{"url": "https://orchestrateur.ca/fhir/StructureDefinition/duration-minutes",
                                  "valuePositiveInt": DURATIONS[n % len(DURATIONS)]}]}
        if n % 5:
            service["name"] = "Suivi" if n % 5 == 1 else f"Échographie {n}"
        yield service
    yield {"resourceType": "Organization", "id": "o0", "name": "Clinique"}
    yield {"resourceType": "Organization", "id": "o1", "partOf": {"reference": "Organization/o1"}}
    yield {"resourceType": "Organization", "id": "o2", "partOf": {"reference": "Organization/o1"}}
    yield {"resourceType": "Basic", "id": "b0", "code": {"text": "unasked"}}


KINDS = {"directory": make_directory, "examples": make_examples, "synthetic": make_synthetic, "odd": make_odd}


def bundle(kind):
    """The Bundle of that kind; a member that a resource has not is not there, rather than null."""
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": {key: value for key, value in one.items() if value is not None}} for one in KINDS[kind]()]}


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(bundle(sys.argv[1]), file)
