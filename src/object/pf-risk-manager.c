/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-risk-manager.h"

#include "object/pf-format.h"

#include <glib/gi18n-lib.h>

struct _PfRiskManager
{
  GObject parent_instance;
  PfExecutionEngine *engine;
};

G_DEFINE_FINAL_TYPE (PfRiskManager, pf_risk_manager, G_TYPE_OBJECT)

static void
pf_risk_manager_finalize (GObject *object)
{
  g_object_unref (PF_RISK_MANAGER (object)->engine);
  G_OBJECT_CLASS (pf_risk_manager_parent_class)->finalize (object);
}

static void
pf_risk_manager_class_init (PfRiskManagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_risk_manager_finalize;
}

static void
pf_risk_manager_init (PfRiskManager *self)
{
}

PfRiskManager *
pf_risk_manager_new (PfExecutionEngine *engine)
{
  PfRiskManager *self = g_object_new (PF_TYPE_RISK_MANAGER, NULL);

  self->engine = g_object_ref (engine);
  return self;
}

gboolean
pf_risk_manager_get_latched (PfRiskManager *self)
{
  return pf_execution_engine_get_figures (self->engine)->latch;
}

const char *
pf_risk_manager_get_sentence (PfRiskManager *self)
{
  const char *sentence = pf_execution_engine_get_figures (self->engine)->latch_sentence;

  return sentence != NULL ? sentence : "";
}

void
pf_risk_manager_emergency_stop (PfRiskManager *self, PfDeskReplyFunc func, gpointer user_data)
{
  pf_desk_send (pf_execution_engine_get_desk (self->engine), PF_COMMAND_EMERGENCY_STOP, 0, 0, NULL,
                func, user_data);
}

void
pf_risk_manager_re_arm (PfRiskManager *self, PfDeskReplyFunc func, gpointer user_data)
{
  pf_desk_send (pf_execution_engine_get_desk (self->engine), PF_COMMAND_RE_ARM, 0, 0, NULL, func,
                user_data);
}

static char *
share_text (PfMoney whole, PfRate rate)
{
  return pf_format_money (pf_money_scale (whole, rate));
}

char *
pf_risk_manager_summarize (PfRiskManager *self, const PfDeploymentSpec *spec)
{
  PfMoney equity = pf_execution_engine_get_figures (self->engine)->equity;
  PfMoney most = pf_money_scale (equity, spec->limits.max_position);
  PfMoney at_once = { most.e18 * (PfInt128) spec->limits.max_open_positions };
  g_autofree char *one = pf_format_money (most);
  g_autofree char *all = pf_format_money (at_once);
  g_autofree char *day = share_text (equity, spec->limits.daily_loss);
  g_autofree char *fall = share_text (equity, spec->limits.drawdown);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("At most %s USDT a trade."), one);
  g_string_append_c (text, ' ');
  if (spec->limits.max_open_positions > 0)
    g_string_append_printf (text, _("At most %s at once."), all);
  g_string_append_c (text, ' ');
  if (spec->limits.daily_loss.e12 > 0)
    g_string_append_printf (text, _("Pauses after losing %s in a day."), day);
  g_string_append_c (text, ' ');
  if (spec->limits.drawdown.e12 > 0)
    g_string_append_printf (text, _("Pauses %s below its best."), fall);
  return g_string_free (text, FALSE);
}
