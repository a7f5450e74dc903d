# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""A medical record of three professionals, for scenarios that need to know every appointment there is: the training hub's own has a year of them.

DESK = {"sandbox": small_emr (appointment (…), …)}; later ones are written with desk.hub.control ("emr-record", **appointment (…)).
"""
import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import tree

# A scenario that saw midnight would have its appointments of today yesterday: an hour before it, the clinic is in another zone.
ZONE = "America/Vancouver" if datetime.now(ZoneInfo("America/Toronto")).hour == 23 else "America/Toronto"
SYSTEM = "https://dme-formation.example/"
STAFF = (("Sansregret", "Élise", "Dre"), ("Beausoleil", "Mathéo", "Dr"), ("Painchaud", "Cédric", "Dr"))
SERVICES = ("Suivi régulier", "Suivi de grossesse", "Vaccination", "Examen périodique")
PATIENTS = (("Gagnon", "Alice", "GAGA85541215"), ("Roy", "Luc", "ROYL80011513"), ("Côté", "Zoé", "COTZ92573018"),
            ("Lévesque", "Éloïse", "LEVE70601014"))


def today(hour=12, minute=0, days=0):
    """A moment of a day of the clinic."""
    now = datetime.now(ZoneInfo(ZONE)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return now + timedelta(days=days)


def appointment(identity, start, staff=0, service=0, patient=0, status="booked", source=None):
    """@staff, @service, @patient: which of the lists above; @source: the code of an appointment provider."""
    identifiers = [{"system": SYSTEM + "rendez-vous", "value": identity}]
    if source:
        identifiers.append({"system": f"https://orchestrateur.ca/fhir/identifier/appointment/{source}", "value": identity})
    actors = (f"Patient/pat-{patient + 1}", f"Practitioner/prat-{staff + 1}", f"HealthcareService/serv-{service + 1}")
    return {"resourceType": "Appointment", "id": identity, "identifier": identifiers, "status": status,
            "start": start.isoformat(), "end": (start + timedelta(minutes=20)).isoformat(), "minutesDuration": 20,
            "participant": [{"actor": {"reference": actor}, "status": "accepted"} for actor in actors]}


def _directory():
    yield {"resourceType": "Organization", "id": "clinique", "active": True, "name": "GMF Beauséjour (données fictives)"}
    yield {"resourceType": "Location", "id": "lieu-1", "status": "active", "name": "Clinique médicale",
           "managingOrganization": {"reference": "Organization/clinique"}}
    services = [{"reference": f"HealthcareService/serv-{n}"} for n in range(1, len(SERVICES) + 1)]
    for number, name in enumerate(SERVICES, 1):
        yield {"resourceType": "HealthcareService", "id": f"serv-{number}", "active": True, "name": name,
               "extension": [{"url": "https://orchestrateur.ca/fhir/StructureDefinition/duration-minutes", "valuePositiveInt": 20}],
               "identifier": [{"system": SYSTEM + "service", "value": str(number)}], "category": [{"text": "Consultation"}],
               "providedBy": {"reference": "Organization/clinique"}, "location": [{"reference": "Location/lieu-1"}]}
    for number, (family, given, prefix) in enumerate(STAFF, 1):
        licence = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "LN"}]}
        yield {"resourceType": "Practitioner", "id": f"prat-{number}", "active": True,
               "identifier": [{"system": SYSTEM + "intervenant", "value": str(number)},
                              {"type": licence, "system": SYSTEM + "permis", "value": str(90000 + number)}],
               "name": [{"use": "official", "family": family, "given": [given], "prefix": [prefix]}]}
        yield {"resourceType": "PractitionerRole", "id": f"role-{number}", "active": True,
               "practitioner": {"reference": f"Practitioner/prat-{number}"},
               "organization": {"reference": "Organization/clinique"},
               "code": [{"coding": [{"system": "http://snomed.info/sct", "code": "62247001"}], "text": "Médecin de famille"}],
               "specialty": [{"coding": [{"system": "http://snomed.info/sct", "code": "419772000"}], "text": "Médecine familiale"}],
               "location": [{"reference": "Location/lieu-1"}], "healthcareService": services}
    for number, (family, given, nam) in enumerate(PATIENTS, 1):
        health = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "JHN"}]}
        yield {"resourceType": "Patient", "id": f"pat-{number}", "active": True, "name": [{"family": family, "given": [given]}],
               "identifier": [{"type": health, "value": nam, "system":
                               "https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id"}],
               "gender": "female", "birthDate": "1985-04-12"}


def small_emr(*appointments, name="small-emr"):
    """The options of a sandbox with that medical record."""
    path = Path(tree.BUILD) / "acceptance" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = [{"resource": resource} for resource in (*_directory(), *appointments)]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return "--control", "--load", str(path)
