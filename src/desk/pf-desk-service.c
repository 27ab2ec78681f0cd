/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk/pf-desk-service.h"

#include <stdlib.h>
#include <string.h>

/* Every answer is one JSON object as text; money in it are strings. */
static const char introspection[]
    = "<node><interface name='" PF_DESK_INTERFACE "'>"
      "<!-- Deploy: a deployment as text, STRATEGY[,NAME=VALUE]...; paper only. Answers its id. "
      "-->"
      "<method name='Deploy'><arg name='spec' type='s'/>"
      "<arg name='answer' type='s' direction='out'/>"
      "</method>"
      "<!-- Stop: closes the deployment's positions and ends it. -->"
      "<method name='Stop'><arg name='id' type='t'/><arg name='answer' type='s' direction='out'/>"
      "</method>"
      "<method name='Pause'><arg name='id' type='t'/><arg name='answer' type='s' direction='out'/>"
      "</method>"
      "<method name='Resume'><arg name='id' type='t'/><arg name='answer' type='s' direction='out'/>"
      "</method>"
      "<!-- EmergencyStop: sets the kill latch and closes everything. -->"
      "<method name='EmergencyStop'><arg name='answer' type='s' direction='out'/></method>"
      "<!-- ReArm: clears the latch once all is flat. -->"
      "<method name='ReArm'><arg name='answer' type='s' direction='out'/></method>"
      "<method name='ListDeployments'><arg name='answer' type='s' direction='out'/></method>"
      "<method name='GetDeployment'><arg name='id' type='t'/>"
      "<arg name='answer' type='s' direction='out'/></method>"
      "<!-- ListPositions, ListHistory: of one deployment, or of all with id 0. -->"
      "<method name='ListPositions'><arg name='id' type='t'/>"
      "<arg name='answer' type='s' direction='out'/></method>"
      "<method name='ListHistory'><arg name='id' type='t'/>"
      "<arg name='answer' type='s' direction='out'/></method>"
      "</interface></node>";

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
  { "EmergencyStop", FALSE, PF_COMMAND_EMERGENCY_STOP },
  { "ReArm", FALSE, PF_COMMAND_RE_ARM },
  { "ListDeployments", TRUE, PF_QUESTION_DEPLOYMENTS },
  { "GetDeployment", TRUE, PF_QUESTION_DEPLOYMENT },
  { "ListPositions", TRUE, PF_QUESTION_POSITIONS },
  { "ListHistory", TRUE, PF_QUESTION_HISTORY },
};

struct _PfDeskService
{
  PfDesk *desk;
  GDBusConnection *bus;
  guint object_id, name_id;
};

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

static void
on_reply (const PfReply *reply, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;
  g_autofree char *json = NULL;

  if (!reply->ok)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, PF_DESK_ERROR_REFUSED,
                                                  reply->sentence);
      return;
    }
  json = g_strdup_printf ("{\"deployment\":%" G_GUINT64_FORMAT "}", reply->deployment_id);
  g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(s)", reply->deployment_id != 0 ? json : "{}"));
}

static void
on_answer (const char *json, const char *sentence, gpointer user_data)
{
  GDBusMethodInvocation *invocation = user_data;

  if (json == NULL)
    g_dbus_method_invocation_return_dbus_error (invocation, PF_DESK_ERROR_BAD_REQUEST, sentence);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", json));
}

static void
on_call (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  PfDeskService *self = user_data;
  g_autoptr (GError) error = NULL;
  PfDeploymentSpec spec;
  const char *text = NULL;
  guint64 id = 0;
  guint i = 0;

  while (strcmp (methods[i].method, method) != 0)
    g_assert (++i < G_N_ELEMENTS (methods));    /* the bus library lets only known ones through */
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(t)")))
    g_variant_get (parameters, "(t)", &id);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(s)")))
    g_variant_get (parameters, "(&s)", &text);
  if (methods[i].is_question)
    pf_desk_ask (self->desk, (PfDeskQuestion) methods[i].what, id, on_answer, invocation);
  else if (text != NULL && !pf_deployment_spec_parse (text, &spec, &error))
    g_dbus_method_invocation_return_dbus_error (invocation, PF_DESK_ERROR_BAD_REQUEST,
                                                error->message);
  else
    pf_desk_send (self->desk, (PfCommandType) methods[i].what, id, 0, text != NULL ? &spec : NULL,
                  on_reply, invocation);
}

PfDeskService *
pf_desk_service_new (PfDesk *desk, GError **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_autofree char *name = pf_desk_service_name (pf_desk_data_dir (desk));
  PfDeskService *self;

  g_assert (node != NULL);
  if (bus == NULL)
    return NULL;
  self = g_new0 (PfDeskService, 1);
  self->desk = desk;
  self->bus = g_steal_pointer (&bus);
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
  g_object_unref (self->bus);
  g_free (self);
}
