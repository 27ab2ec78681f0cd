/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk/pf-desk-error.h"

#include <gio/gio.h>
#include <string.h>

static const GDBusErrorEntry entries[] = {
  { PF_DESK_ERROR_BAD_REQUEST, PF_DESK_ERROR_PREFIX "BadRequest" },
  { PF_DESK_ERROR_UNKNOWN_STRATEGY, PF_DESK_ERROR_PREFIX "UnknownStrategy" },
  { PF_DESK_ERROR_UNKNOWN_SYMBOL, PF_DESK_ERROR_PREFIX "UnknownSymbol" },
  { PF_DESK_ERROR_OUT_OF_RANGE, PF_DESK_ERROR_PREFIX "OutOfRange" },
  { PF_DESK_ERROR_NO_SUCH_DEPLOYMENT, PF_DESK_ERROR_PREFIX "NoSuchDeployment" },
  { PF_DESK_ERROR_LIVE_NEEDS_THE_WINDOW, PF_DESK_ERROR_PREFIX "LiveNeedsTheWindow" },
  { PF_DESK_ERROR_LATCHED, PF_DESK_ERROR_PREFIX "Latched" },
  { PF_DESK_ERROR_NOT_READY, PF_DESK_ERROR_PREFIX "NotReady" },
  { PF_DESK_ERROR_NOT_FLAT, PF_DESK_ERROR_PREFIX "NotFlat" },
  { PF_DESK_ERROR_STOPPED, PF_DESK_ERROR_PREFIX "Stopped" },
  { PF_DESK_ERROR_LOSS_LIMIT, PF_DESK_ERROR_PREFIX "LossLimit" },
  { PF_DESK_ERROR_REFUSED, PF_DESK_ERROR_PREFIX "Refused" },
  { PF_DESK_ERROR_BUSY, PF_DESK_ERROR_PREFIX "Busy" },
  { PF_DESK_ERROR_STORE_FAILED, PF_DESK_ERROR_PREFIX "StoreFailed" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (entries) == PF_N_DESK_ERRORS);

GQuark
pf_desk_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("pf-desk-error-quark", &quark, entries,
                                      G_N_ELEMENTS (entries));
  return (GQuark) quark;
}

const char *
pf_desk_error_name (PfDeskError code)
{
  g_assert (code < PF_N_DESK_ERRORS && entries[code].error_code == (gint) code);
  return entries[code].dbus_error_name + strlen (PF_DESK_ERROR_PREFIX);
}

PfDeskError
pf_desk_error_from_refusal (PfRefusalReason reason, gboolean by_number)
{
  switch ((int) reason)
    {
    case PF_REFUSAL_KILL_LATCH:
      return PF_DESK_ERROR_LATCHED;
    case PF_REFUSAL_NOT_READY:
      return PF_DESK_ERROR_NOT_READY;
    case PF_REFUSAL_NOT_FLAT:
      return PF_DESK_ERROR_NOT_FLAT;
    case PF_REFUSAL_STOPPED:
      return PF_DESK_ERROR_STOPPED;
    case PF_REFUSAL_DAILY_LOSS:
      return PF_DESK_ERROR_LOSS_LIMIT;
    case PF_REFUSAL_RATE:
      return PF_DESK_ERROR_BUSY;
    case PF_REFUSAL_STORE:
      return PF_DESK_ERROR_STORE_FAILED;
    case PF_REFUSAL_BAD_COMMAND:
      return by_number ? PF_DESK_ERROR_NO_SUCH_DEPLOYMENT : PF_DESK_ERROR_BAD_REQUEST;
    default:
      return PF_DESK_ERROR_REFUSED;
    }
}
