/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Structure of R4 resources, from one line of text a type. Written from the R4 specification, for the types of the contract;
 * types without a line here are checked for well-formed members only.
 */
#include "orch-sandbox-validator.h"

#include "orch-sandbox-json.h"

#define DEPTH_MOST 40

typedef struct
{
  const char *type;
  /* "name:Type", with ! before a required one and * after a repeated one; a closed code list in parentheses. choice[x] is spelled out. */
  const char *members;
} Structure;

static const Structure structures[] = {
  { "Identifier", "use:code(usual|official|temp|secondary|old) type:CodeableConcept system:uri value:string "
                  "period:Period assigner:Reference" },
  { "CodeableConcept", "coding*:Coding text:string" },
  { "Coding", "system:uri version:string code:code display:string userSelected:boolean" },
  { "Reference", "reference:string type:uri identifier:Identifier display:string" },
  { "Period", "start:dateTime end:dateTime" },
  { "HumanName", "use:code(usual|official|temp|nickname|anonymous|old|maiden) text:string family:string given*:string "
                 "prefix*:string suffix*:string period:Period" },
  { "ContactPoint", "system:code(phone|fax|email|pager|url|sms|other) value:string use:code(home|work|temp|old|mobile) "
                    "rank:number period:Period" },
  { "Address", "use:code(home|work|temp|old|billing) type:code(postal|physical|both) text:string line*:string "
               "city:string district:string state:string postalCode:string country:string period:Period" },
  { "Attachment",
    "contentType:code language:code data:base64 url:uri size:number hash:base64 title:string creation:dateTime" },
  { "Annotation", "authorReference:Reference authorString:string time:dateTime !text:string" },
  { "Meta", "versionId:string lastUpdated:dateTime source:uri profile*:uri security*:Coding tag*:Coding" },
  { "Organization",
    "identifier*:Identifier active:boolean type*:CodeableConcept name:string alias*:string telecom*:ContactPoint "
    "address*:Address partOf:Reference(Organization) contact*:* endpoint*:Reference(Endpoint)" },
  { "Location",
    "identifier*:Identifier status:code(active|suspended|inactive) operationalStatus:Coding name:string alias*:string "
    "description:string mode:code(instance|kind) type*:CodeableConcept telecom*:ContactPoint address:Address "
    "physicalType:CodeableConcept position:* managingOrganization:Reference(Organization) partOf:Reference(Location) "
    "hoursOfOperation*:* availabilityExceptions:string endpoint*:Reference(Endpoint)" },
  { "Practitioner", "identifier*:Identifier active:boolean name*:HumanName telecom*:ContactPoint address*:Address "
                    "gender:code(male|female|other|unknown) birthDate:date photo*:Attachment qualification*:* "
                    "communication*:CodeableConcept" },
  { "PractitionerRole",
    "identifier*:Identifier active:boolean period:Period practitioner:Reference(Practitioner) "
    "organization:Reference(Organization) code*:CodeableConcept specialty*:CodeableConcept "
    "location*:Reference(Location) healthcareService*:Reference(HealthcareService) telecom*:ContactPoint "
    "availableTime*:* notAvailable*:* availabilityExceptions:string endpoint*:Reference(Endpoint)" },
  { "HealthcareService",
    "identifier*:Identifier active:boolean providedBy:Reference(Organization) category*:CodeableConcept "
    "type*:CodeableConcept specialty*:CodeableConcept location*:Reference(Location) name:string comment:string "
    "extraDetails:markdown photo:Attachment telecom*:ContactPoint coverageArea*:Reference(Location) "
    "serviceProvisionCode*:CodeableConcept eligibility*:* program*:CodeableConcept characteristic*:CodeableConcept "
    "communication*:CodeableConcept referralMethod*:CodeableConcept appointmentRequired:boolean availableTime*:* "
    "notAvailable*:* availabilityExceptions:string endpoint*:Reference(Endpoint)" },
  { "OrganizationAffiliation",
    "identifier*:Identifier active:boolean period:Period organization:Reference(Organization) "
    "participatingOrganization:Reference(Organization) network*:Reference(Organization) code*:CodeableConcept "
    "specialty*:CodeableConcept location*:Reference(Location) healthcareService*:Reference(HealthcareService) "
    "telecom*:ContactPoint endpoint*:Reference(Endpoint)" },
  { "Endpoint", "identifier*:Identifier !status:code(active|suspended|error|off|entered-in-error|test) "
                "!connectionType:Coding name:string managingOrganization:Reference(Organization) contact*:ContactPoint "
                "period:Period !payloadType*:CodeableConcept payloadMimeType*:code !address:uri header*:string" },
  { "DocumentReference",
    "masterIdentifier:Identifier identifier*:Identifier !status:code(current|superseded|entered-in-error) "
    "docStatus:code(preliminary|final|amended|entered-in-error) type:CodeableConcept category*:CodeableConcept "
    "subject:Reference(Patient|Practitioner|Group|Device) date:dateTime "
    "author*:Reference(Practitioner|PractitionerRole|Organization|Device|Patient|RelatedPerson) "
    "authenticator:Reference(Practitioner|PractitionerRole|Organization) custodian:Reference(Organization) "
    "relatesTo*:* description:string securityLabel*:CodeableConcept !content*:DocumentReference.content context:*" },
  { "DocumentReference.content", "!attachment:Attachment format:Coding" },
  { "Device",
    "identifier*:Identifier definition:Reference udiCarrier*:* status:code(active|inactive|entered-in-error|unknown) "
    "statusReason*:CodeableConcept distinctIdentifier:string manufacturer:string manufactureDate:dateTime "
    "expirationDate:dateTime lotNumber:string serialNumber:string deviceName*:Device.deviceName modelNumber:string "
    "partNumber:string type:CodeableConcept specialization*:* version*:* property*:* patient:Reference(Patient) "
    "owner:Reference(Organization) contact*:ContactPoint location:Reference(Location) url:uri note*:Annotation "
    "safety*:CodeableConcept parent:Reference(Device)" },
  { "Device.deviceName",
    "!name:string "
    "!type:code(udi-label-name|user-friendly-name|patient-reported-name|manufacturer-name|model-name|other)" },
  { "Task", "identifier*:Identifier instantiatesCanonical:uri instantiatesUri:uri basedOn*:Reference "
            "groupIdentifier:Identifier partOf*:Reference(Task) "
            "!status:code(draft|requested|received|accepted|rejected|ready|cancelled|in-progress|on-hold|failed|"
            "completed|entered-in-error) statusReason:CodeableConcept businessStatus:CodeableConcept "
            "!intent:code(unknown|proposal|plan|order|original-order|reflex-order|filler-order|instance-order|option) "
            "priority:code(routine|urgent|asap|stat) code:CodeableConcept description:string focus:Reference "
            "for:Reference encounter:Reference executionPeriod:Period authoredOn:dateTime lastModified:dateTime "
            "requester:Reference(Device|Organization|Patient|Practitioner|PractitionerRole|RelatedPerson) "
            "performerType*:CodeableConcept owner:Reference location:Reference(Location) reasonCode:CodeableConcept "
            "reasonReference:Reference insurance*:Reference note*:Annotation relevantHistory*:Reference restriction:* "
            "input*:Task.input output*:*" },
  { "Task.input", "!type:CodeableConcept valueString:string valueBoolean:boolean valueInteger:number valueCode:code "
                  "valueUri:uri valueDateTime:dateTime valueInstant:dateTime valueReference:Reference "
                  "valueCodeableConcept:CodeableConcept valueCoding:Coding valueIdentifier:Identifier" },
  { "Basic", "identifier*:Identifier !code:CodeableConcept subject:Reference created:date author:Reference" },
  { "Schedule", "identifier*:Identifier active:boolean serviceCategory*:CodeableConcept serviceType*:CodeableConcept "
                "specialty*:CodeableConcept !actor*:Reference planningHorizon:Period comment:string" },
  { "Slot", "identifier*:Identifier serviceCategory*:CodeableConcept serviceType*:CodeableConcept "
            "specialty*:CodeableConcept appointmentType:CodeableConcept !schedule:Reference(Schedule) "
            "!status:code(busy|free|busy-unavailable|busy-tentative|entered-in-error) !start:dateTime !end:dateTime "
            "overbooked:boolean comment:string" },
  { "Appointment",
    "identifier*:Identifier "
    "!status:code(proposed|pending|booked|arrived|fulfilled|cancelled|noshow|entered-in-error|checked-in|waitlist) "
    "cancelationReason:CodeableConcept serviceCategory*:CodeableConcept serviceType*:CodeableConcept "
    "specialty*:CodeableConcept appointmentType:CodeableConcept reasonCode*:CodeableConcept reasonReference*:Reference "
    "priority:number description:string supportingInformation*:Reference start:dateTime end:dateTime "
    "minutesDuration:number slot*:Reference(Slot) created:dateTime comment:string patientInstruction:string "
    "basedOn*:Reference !participant*:* requestedPeriod*:Period" },
  { "Patient", "identifier*:Identifier active:boolean name*:HumanName telecom*:ContactPoint "
               "gender:code(male|female|other|unknown) birthDate:date deceasedBoolean:boolean "
               "deceasedDateTime:dateTime address*:Address maritalStatus:CodeableConcept multipleBirthBoolean:boolean "
               "multipleBirthInteger:number photo*:Attachment contact*:* communication*:* "
               "generalPractitioner*:Reference(Organization|Practitioner|PractitionerRole) "
               "managingOrganization:Reference(Organization) link*:*" },
  { "Person", "identifier*:Identifier name*:HumanName telecom*:ContactPoint gender:code(male|female|other|unknown) "
              "birthDate:date address*:Address photo:Attachment managingOrganization:Reference(Organization) "
              "active:boolean link*:Person.link" },
  { "Person.link",
    "!target:Reference(Patient|Practitioner|RelatedPerson|Person) assurance:code(level1|level2|level3|level4)" },
  { "Communication",
    "identifier*:Identifier instantiatesCanonical*:uri instantiatesUri*:uri basedOn*:Reference "
    "partOf*:Reference inResponseTo*:Reference(Communication) "
    "!status:code(preparation|in-progress|not-done|on-hold|stopped|completed|entered-in-error|unknown)"
    " statusReason:CodeableConcept category*:CodeableConcept priority:code(routine|urgent|asap|stat) "
    "medium*:CodeableConcept subject:Reference(Patient|Group) topic:CodeableConcept about*:Reference "
    "encounter:Reference sent:dateTime received:dateTime recipient*:Reference sender:Reference "
    "reasonCode*:CodeableConcept reasonReference*:Reference payload*:Communication.payload note*:Annotation" },
  { "Communication.payload", "contentString:string contentAttachment:Attachment contentReference:Reference" },
};

typedef struct
{
  char **expression;
  char **what;
} Report;

static gboolean check_object (JsonObject *object, const char *type, const char *path, int depth, const Report *report);

static gboolean G_GNUC_PRINTF (3, 4) fault (const Report *report, const char *path, const char *format, ...)
{
  va_list arguments;

  if (*report->what == NULL)
    {
      va_start (arguments, format);
      *report->what = g_strdup_vprintf (format, arguments);
      va_end (arguments);
      *report->expression = g_strdup (path);
    }
  return FALSE;
}

static const char *
find_structure (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (structures); i++)
    if (g_str_equal (structures[i].type, type))
      return structures[i].members;
  return NULL;
}

static gboolean
in_list (const char *text, const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, "|", -1);

  return g_strv_contains ((const char *const *) words, text);
}

static gboolean
looks_like_date (const char *text, gboolean with_time)
{
  gsize length = strlen (text);

  if (length != 4 && length != 7 && length != 10 && !(with_time && length >= 20 && strchr (text, 'T') == text + 10))
    return FALSE;
  for (gsize i = 0; i < MIN (length, 10); i++)
    if ((i == 4 || i == 7) ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;
  /* A time is never without its zone. */
  return length <= 10 || g_str_has_suffix (text, "Z") || text[length - 6] == '+' || text[length - 6] == '-';
}

static gboolean
check_primitive (JsonNode *node, const char *type, const char *list, const char *path, const Report *report)
{
  GType kind = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  const char *text;

  if (g_str_equal (type, "boolean"))
    return kind == G_TYPE_BOOLEAN ? TRUE : fault (report, path, "%s is to be true or false.", path);
  if (g_str_equal (type, "number"))
    return kind == G_TYPE_INT64 || kind == G_TYPE_DOUBLE ? TRUE : fault (report, path, "%s is to be a number.", path);
  if (kind != G_TYPE_STRING)
    return fault (report, path, "%s is to be a string.", path);
  text = json_node_get_string (node);
  if (*text == '\0')
    return fault (report, path, "%s is empty.", path);
  if (list != NULL && !in_list (text, list))
    return fault (report, path, "%s: “%s” is not one of %s.", path, text, list);
  if (g_str_equal (type, "code") && (g_ascii_isspace (text[0]) || g_ascii_isspace (text[strlen (text) - 1])))
    return fault (report, path, "%s: a code has no space around it.", path);
  if (g_str_equal (type, "uri") && strpbrk (text, " \t\n") != NULL)
    return fault (report, path, "%s: a URI has no space.", path);
  if ((g_str_equal (type, "date") || g_str_equal (type, "dateTime")) &&
      !looks_like_date (text, g_str_equal (type, "dateTime")))
    return fault (report, path, "%s: “%s” is not a date.", path, text);
  return TRUE;
}

static gboolean
check_value (JsonNode *node, const char *type, const char *list, const char *path, int depth, const Report *report)
{
  if (g_ascii_islower (type[0]))
    return check_primitive (node, type, list, path, report);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fault (report, path, "%s is to be an object.", path);
  if (json_object_get_size (json_node_get_object (node)) == 0)
    return fault (report, path, "%s is empty.", path);
  if (g_str_equal (type, "Reference"))
    {
      const char *reference = orch_sandbox_json_string (json_node_get_object (node), "reference");
      g_auto (GStrv) parts = g_strsplit (reference == NULL ? "" : reference, "/", -1);
      guint n = g_strv_length (parts);

      if (list != NULL && n >= 2 && reference[0] != '#' && !in_list (parts[n - 2], list))
        return fault (report, path, "%s may not refer to a %s.", path, parts[n - 2]);
    }
  return check_object (json_node_get_object (node), type, path, depth + 1, report);
}

static gboolean
check_extension (JsonNode *node, const char *path, const Report *report)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) == 0)
    return fault (report, path, "%s is to be an array that is not empty.", path);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *extension = orch_sandbox_json_element (array, i);
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;
      int values = 0;

      if (extension == NULL || orch_sandbox_json_string (extension, "url") == NULL)
        return fault (report, path, "%s[%u] has no url.", path, i);
      json_object_iter_init (&iter, extension);
      while (json_object_iter_next (&iter, &name, &member))
        {
          if (g_str_has_prefix (name, "value"))
            values++;
          else if (!g_str_equal (name, "url") && !g_str_equal (name, "extension") && !g_str_equal (name, "id") &&
                   name[0] != '_')
            return fault (report, path, "%s[%u]: an extension has no member “%s”.", path, i, name);
        }
      if (values > 1 || (values == 1) == json_object_has_member (extension, "extension"))
        return fault (report, path, "%s[%u] is to have either one value or extensions.", path, i);
    }
  return TRUE;
}

static gboolean
check_member (JsonObject *object, const char *word, const char *path, int depth, const Report *report)
{
  gboolean required = word[0] == '!';
  g_auto (GStrv) halves = g_strsplit (word + (required ? 1 : 0), ":", 2);
  gboolean repeated = g_str_has_suffix (halves[0], "*");
  char *paren = strchr (halves[1], '(');
  g_autofree char *list = paren == NULL ? NULL : g_strndup (paren + 1, strlen (paren) - 2);
  g_autofree char *where = NULL;
  g_autofree char *shadow = NULL;
  JsonNode *node;
  JsonArray *array;

  if (repeated)
    halves[0][strlen (halves[0]) - 1] = '\0';
  if (paren != NULL)
    *paren = '\0';
  where = g_strdup_printf ("%s.%s", path, halves[0]);
  shadow = g_strdup_printf ("_%s", halves[0]);
  node = json_object_get_member (object, halves[0]);
  if (node == NULL)
    /* A missing primitive may say why in its shadow member. */
    return !required || json_object_has_member (object, shadow) ? TRUE
                                                                : fault (report, where, "%s is required.", where);
  if (!repeated)
    return g_str_equal (halves[1], "*") ? TRUE : check_value (node, halves[1], list, where, depth, report);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fault (report, where, "%s is to be an array.", where);
  array = json_node_get_array (node);
  if (json_array_get_length (array) == 0)
    return fault (report, where, "%s is an empty array.", where);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *item = g_strdup_printf ("%s[%u]", where, i);

      if (!g_str_equal (halves[1], "*") &&
          !check_value (json_array_get_element (array, i), halves[1], list, item, depth, report))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_object (JsonObject *object, const char *type, const char *path, int depth, const Report *report)
{
  const char *members = find_structure (type);
  g_auto (GStrv) words = NULL;
  g_autoptr (GHashTable) known = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (depth > DEPTH_MOST)
    return fault (report, path, "%s is nested too deeply.", path);
  if (members == NULL)
    return TRUE;
  words = g_strsplit (members, " ", -1);
  known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; words[i] != NULL; i++)
    {
      const char *start = words[i] + (words[i][0] == '!' ? 1 : 0);

      g_hash_table_add (known, g_strndup (start, strcspn (start, "*:")));
      if (!check_member (object, words[i], path, depth, report))
        return FALSE;
    }
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *plain = name[0] == '_' ? name + 1 : name;
      g_autofree char *where = g_strdup_printf ("%s.%s", path, name);

      if (g_str_equal (name, "extension") || g_str_equal (name, "modifierExtension"))
        {
          if (!check_extension (node, where, report))
            return FALSE;
        }
      else if (g_hash_table_contains (known, plain) || g_str_equal (name, "id"))
        continue;
      else if (depth == 0 &&
               (g_str_equal (name, "resourceType") || g_str_equal (name, "meta") || g_str_equal (name, "language") ||
                g_str_equal (name, "text") || g_str_equal (name, "contained") || g_str_equal (name, "implicitRules")))
        continue;
      else
        return fault (report, where, "%s is not a member of %s.", where, type);
    }
  return TRUE;
}

gboolean
orch_sandbox_validator_check (JsonObject *resource, char **expression, char **what)
{
  Report report = { expression, what };
  const char *type = orch_sandbox_json_string (resource, "resourceType");

  g_return_val_if_fail (type != NULL, FALSE);

  if (json_object_has_member (resource, "meta") &&
      !check_value (json_object_get_member (resource, "meta"), "Meta", NULL, "meta", 1, &report))
    return FALSE;
  return check_object (resource, type, type, 0, &report);
}

typedef struct
{
  OrchSandboxStore *store;
  OrchSandboxRealm realm;
  const char *base;
  Report report;
} Following;

static gboolean
follow (const Following *self, JsonNode *node, const char *path)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *where = g_strdup_printf ("%s[%u]", path, i);

          if (!follow (self, json_array_get_element (array, i), where))
            return FALSE;
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      const char *reference = orch_sandbox_json_string (object, "reference");
      g_autofree char *prefix = g_strdup_printf ("%s/", self->base);
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      if (reference != NULL && g_str_has_prefix (reference, prefix))
        reference += strlen (prefix);
      if (reference != NULL && g_ascii_isupper (reference[0]) && strchr (reference, '/') != NULL)
        {
          g_auto (GStrv) parts = g_strsplit (reference, "/", 3);
          g_auto (OrchSandboxRecord) record = { 0 };

          if (!orch_sandbox_store_get (self->store, self->realm, parts[0], parts[1], &record) || record.deleted)
            return fault (&self->report, path, "%s: %s is not known here.", path, reference);
        }
      json_object_iter_init (&iter, object);
      while (json_object_iter_next (&iter, &name, &member))
        {
          g_autofree char *where = g_strdup_printf ("%s.%s", path, name);

          if (!JSON_NODE_HOLDS_VALUE (member) && !JSON_NODE_HOLDS_NULL (member) && !follow (self, member, where))
            return FALSE;
        }
    }
  return TRUE;
}

gboolean
orch_sandbox_validator_check_references (OrchSandboxStore *store, OrchSandboxRealm realm, const char *base,
                                         JsonObject *resource, char **expression, char **what)
{
  Following self = { store, realm, base, { expression, what } };
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), resource);

  return follow (&self, node, orch_sandbox_json_string (resource, "resourceType"));
}
