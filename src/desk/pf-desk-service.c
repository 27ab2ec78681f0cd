/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call's way:
 *
 *   bus -> known and of the right form (the bus library) -> counted, or Busy -> the desk's queue
 *       -> the desk's word on this thread -> answered, no longer counted
 *
 * The service is counted by reference: calls that the desk still has outlive it.
 */
#include "config.h"

#include "desk/pf-desk-service.h"

#include "desk/pf-deploy-request.h"
#include "desk/pf-desk-resources.h"

#include <stdlib.h>
#include <string.h>

#define INTROSPECTION "/io/github/pilotfish/Pilotfish/desk/" PF_DESK_INTERFACE ".xml"

/* EmergencyStop is not here: see call_emergency_stop(). */
static const struct
{
  const char *method;
  gboolean is_question;
  int what;                     /* PfCommandType or PfDeskQuestion */
} methods[] = {
  { "Deploy", FALSE, PF_COMMAND_DEPLOY },
  { "Stop", FALSE, PF_COMMAND_STOP },
  { "Pause", FALSE, PF_COMMAND_PAUSE },
  { "Resume", FALSE, PF_COMMAND_RESUME },
  { "ReArm", FALSE, PF_COMMAND_RE_ARM },
  { "ListDeployments", TRUE, PF_QUESTION_DEPLOYMENTS },
  { "GetDeployment", TRUE, PF_QUESTION_DEPLOYMENT },
  { "ListPositions", TRUE, PF_QUESTION_POSITIONS },
  { "ListHistory", TRUE, PF_QUESTION_HISTORY },
};

struct _PfDeskService
{
  PfDesk *desk;                 /* NULL once the service was freed */
  GDBusConnection *bus;
  guint object_id, name_id;
  PfDeskState state;
  gboolean latch;
  /* calls that wait for their answer */
  guint n_calls;
  GHashTable *callers;          /* of who calls -> how many, at least 1 */
  GPtrArray *stops, *next_stops;        /* of GDBusMethodInvocation: on its way, and after it */
};

typedef struct
{
  PfDeskService *service;       /* a reference */
  GDBusMethodInvocation *invocation;
  gboolean by_number;           /* it is about one deployment */
} Call;

char *
pf_desk_service_name (const char *data_dir)
{
  char *real = realpath (data_dir, NULL);
  g_autofree char *absolute = real == NULL ? g_canonicalize_filename (data_dir, NULL) : NULL;
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                        real != NULL ? real : absolute, -1);

  free (real);
  return g_strdup_printf ("%s.Desk.f%.16s", PF_APP_ID, sum);
}

/* --- life ------------------------------------------------------------------------------------- */

static void
clear (gpointer data)
{
  PfDeskService *self = data;

  g_object_unref (self->bus);
  g_hash_table_unref (self->callers);
  g_ptr_array_unref (self->stops);
  g_ptr_array_unref (self->next_stops);
}

static void
unref (PfDeskService *self)
{
  g_rc_box_release_full (self, clear);
}

static guint
calls_of (PfDeskService *self, const char *caller)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->callers, caller));
}

static void
count_call (PfDeskService *self, const char *caller, int change)
{
  guint n = calls_of (self, caller) + (guint) change;

  self->n_calls += (guint) change;
  if (n == 0)
    g_hash_table_remove (self->callers, caller);
  else
    g_hash_table_insert (self->callers, g_strdup (caller), GUINT_TO_POINTER (n));
}

/* "" for the one that is at the other end of a connection without a bus */
static const char *
caller_of (GDBusMethodInvocation *invocation)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);

  return sender != NULL ? sender : "";
}

static Call *
begin_call (PfDeskService *self, GDBusMethodInvocation *invocation, gboolean by_number)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ g_rc_box_acquire (self), invocation, by_number };
  count_call (self, caller_of (invocation), 1);
  return call;
}

static void
end_call (Call *call)
{
  unref (call->service);
  g_free (call);
}

/* --- answers ---------------------------------------------------------------------------------- */

/* Takes the invocation, as all that return something do. */
static void
return_error (GDBusMethodInvocation *invocation, PfDeskError code, const char *sentence)
{
  g_dbus_method_invocation_return_error_literal (invocation, PF_DESK_ERROR, (int) code, sentence);
}

static void
return_text (GDBusMethodInvocation *invocation, const char *json)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", json));
}

static void
on_reply (const PfReply *reply, gpointer user_data)
{
  Call *call = user_data;
  g_autofree char *json = NULL;

  count_call (call->service, caller_of (call->invocation), -1);
  if (reply->ok && reply->deployment_id != 0)
    json = g_strdup_printf ("{\"deployment\":%" G_GUINT64_FORMAT "}", reply->deployment_id);
  if (reply->ok)
    return_text (call->invocation, json != NULL ? json : "{}");
  else
    return_error (call->invocation, pf_desk_error_from_refusal (reply->reason, call->by_number),
                  reply->sentence);
  end_call (call);
}

static void
on_answer (const char *json, PfRefusalReason reason, const char *sentence, gpointer user_data)
{
  Call *call = user_data;

  count_call (call->service, caller_of (call->invocation), -1);
  if (json != NULL)
    return_text (call->invocation, json);
  else
    return_error (call->invocation, pf_desk_error_from_refusal (reason, call->by_number), sentence);
  end_call (call);
}

/* --- the emergency stop ----------------------------------------------------------------------- */

static void on_stopped (const PfReply *reply, gpointer user_data);

static void
send_stop (PfDeskService *self)
{
  pf_desk_send (self->desk, PF_COMMAND_EMERGENCY_STOP, 0, 0, NULL, on_stopped,
                g_rc_box_acquire (self));
}

static void
answer_stops (GPtrArray *stops, const PfReply *reply)
{
  for (guint i = 0; i < stops->len; i++)
    if (reply->ok)
      return_text (g_ptr_array_index (stops, i), "{}");
    else
      return_error (g_ptr_array_index (stops, i),
                    pf_desk_error_from_refusal (reply->reason, FALSE), reply->sentence);
  g_ptr_array_set_size (stops, 0);
}

static void
on_stopped (const PfReply *reply, gpointer user_data)
{
  PfDeskService *self = user_data;
  GPtrArray *answered = self->stops;

  answer_stops (answered, reply);
  self->stops = self->next_stops;
  self->next_stops = answered;
  if (self->stops->len > 0 && self->desk != NULL)
    send_stop (self);
  else
    answer_stops (self->stops, &(PfReply){ .reason = PF_REFUSAL_NOT_READY,
                                           .sentence = "The desk was stopped." });
  unref (self);
}

static void
call_emergency_stop (PfDeskService *self, GDBusMethodInvocation *invocation)
{
  if (self->stops->len + self->next_stops->len >= PF_DESK_SERVICE_STOPS)
    {
      return_error (invocation, PF_DESK_ERROR_BUSY, "Everything is being stopped already.");
      return;
    }
  if (self->stops->len > 0)
    {
      g_ptr_array_add (self->next_stops, invocation);
      return;
    }
  g_ptr_array_add (self->stops, invocation);
  send_stop (self);
}

/* --- calls ------------------------------------------------------------------------------------ */

static void
call_known (PfDeskService *self, guint i, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;
  PfDeploymentSpec spec;
  gboolean is_deploy = !methods[i].is_question && methods[i].what == PF_COMMAND_DEPLOY;
  const char *text;
  guint64 id = 0;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(t)")))
    g_variant_get (parameters, "(t)", &id);
  if (is_deploy)
    {
      g_variant_get (parameters, "(&s)", &text);
      if (!pf_deploy_request_read (text, pf_desk_environment (self->desk),
                                   pf_desk_instruments (self->desk), &spec, &error))
        {
          g_dbus_method_invocation_return_gerror (invocation, error);
          return;
        }
    }
  if (self->n_calls >= PF_DESK_SERVICE_CALLS_OF_ALL
      || calls_of (self, caller_of (invocation)) >= PF_DESK_SERVICE_CALLS_OF_ONE)
    return_error (invocation, PF_DESK_ERROR_BUSY,
                  "So many calls wait for their answer that this one was not begun. "
                  "Wait for some of them.");
  else if (methods[i].is_question)
    pf_desk_ask (self->desk, (PfDeskQuestion) methods[i].what, id, on_answer,
                 begin_call (self, invocation, TRUE));
  else
    pf_desk_send (self->desk, (PfCommandType) methods[i].what, id, 0, is_deploy ? &spec : NULL,
                  on_reply, begin_call (self, invocation, !is_deploy));
}

static void
on_call (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  guint i = 0;

  if (strcmp (method, "EmergencyStop") == 0)
    {
      call_emergency_stop (user_data, invocation);
      return;
    }
  while (strcmp (methods[i].method, method) != 0)
    g_assert (++i < G_N_ELEMENTS (methods));    /* the bus library lets only known ones through */
  call_known (user_data, i, parameters, invocation);
}

/* --- properties ------------------------------------------------------------------------------- */

static GVariant *
get_property (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
              const char *name, GError **error, gpointer user_data)
{
  PfDeskService *self = user_data;

  if (strcmp (name, "Version") == 0)
    return g_variant_new_string (PF_VERSION);
  if (strcmp (name, "Environment") == 0)
    return g_variant_new_string (pf_desk_environment (self->desk));
  if (strcmp (name, "State") == 0)
    return g_variant_new_string (pf_desk_state_name (self->state));
  g_assert (strcmp (name, "Latched") == 0);
  return g_variant_new_boolean (self->latch);
}

void
pf_desk_service_update (PfDeskService *self, const PfDeskBatch *batch)
{
  GVariantBuilder changed;

  if (self == NULL || (batch->state == self->state && batch->latch == self->latch))
    return;
  g_variant_builder_init (&changed, G_VARIANT_TYPE_VARDICT);
  if (batch->state != self->state)
    g_variant_builder_add (&changed, "{sv}", "State",
                           g_variant_new_string (pf_desk_state_name (batch->state)));
  if (batch->latch != self->latch)
    g_variant_builder_add (&changed, "{sv}", "Latched", g_variant_new_boolean (batch->latch));
  self->state = batch->state;
  self->latch = batch->latch;
  g_dbus_connection_emit_signal (self->bus, NULL, PF_DESK_OBJECT_PATH,
                                 "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                 g_variant_new ("(sa{sv}as)", PF_DESK_INTERFACE, &changed, NULL),
                                 NULL);
}

/* --- making and freeing ----------------------------------------------------------------------- */

static GDBusNodeInfo *
read_interface (void)
{
  g_autoptr (GBytes) xml = g_resource_lookup_data (pf_desk_get_resource (), INTROSPECTION,
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GDBusNodeInfo *node;

  g_assert (xml != NULL);
  /* the bytes of a resource end with a NUL that is not counted */
  node = g_dbus_node_info_new_for_xml (g_bytes_get_data (xml, NULL), NULL);
  g_assert (node != NULL);
  return node;
}

PfDeskService *
pf_desk_service_new (PfDesk *desk, GError **error)
{
  static const GDBusInterfaceVTable vtable
      = { .method_call = on_call, .get_property = get_property };
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_autofree char *name = pf_desk_service_name (pf_desk_data_dir (desk));
  g_autoptr (GDBusNodeInfo) node = NULL;
  PfDeskService *self;

  if (bus == NULL)
    return NULL;
  node = read_interface ();
  self = g_rc_box_new0 (PfDeskService);
  self->desk = desk;
  self->bus = g_steal_pointer (&bus);
  self->state = PF_DESK_STARTING;
  self->callers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stops = g_ptr_array_new ();
  self->next_stops = g_ptr_array_new ();
  self->object_id = g_dbus_connection_register_object (self->bus, PF_DESK_OBJECT_PATH,
                                                       node->interfaces[0], &vtable, self, NULL,
                                                       error);
  if (self->object_id == 0)
    {
      pf_desk_service_free (self);
      return NULL;
    }
  self->name_id = g_bus_own_name_on_connection (self->bus, name, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                                NULL, NULL, NULL);
  return self;
}

void
pf_desk_service_free (PfDeskService *self)
{
  if (self == NULL)
    return;
  if (self->name_id != 0)
    g_bus_unown_name (self->name_id);
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);
  self->desk = NULL;
  unref (self);
}
