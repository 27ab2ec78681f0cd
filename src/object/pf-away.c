/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-away.h"

#include "object/pf-format.h"

#include <glib/gi18n-lib.h>

/* --- the line --------------------------------------------------------------------------------- */

/* takes words */
static void
add_words (GString *text, guint64 n, char *words)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words);
  g_free (words);
}

#define COUNTED(one, many, n) g_strdup_printf (ngettext (one, many, (gulong) (n)), (guint) (n))

/* "3 fills, 1 closed trade (+2.13), 2 orders refused, 1 pause"; "" for nothing */
static char *
list_news (const PfJournalAway *news)
{
  GString *text = g_string_new (NULL);
  g_autofree char *pnl = pf_format_pnl (news->pnl);

  add_words (text, news->fills, COUNTED ("%u fill", "%u fills", news->fills));
  add_words (text, news->trades, COUNTED ("%u closed trade", "%u closed trades", news->trades));
  if (news->trades > 0)
    g_string_append_printf (text, " (%s)", pnl);
  add_words (text, news->refusals, COUNTED ("%u order refused", "%u orders refused",
                                            news->refusals));
  add_words (text, news->pauses, COUNTED ("%u pause", "%u pauses", news->pauses));
  add_words (text, news->stops, COUNTED ("%u deployment stopped", "%u deployments stopped",
                                         news->stops));
  add_words (text, news->errors, COUNTED ("%u error", "%u errors", news->errors));
  add_words (text, news->stop_alls, g_strdup (_("Stop all")));
  return g_string_free (text, FALSE);
}

static void
add_sentence (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

char *
pf_away_sentence (const PfAway *self)
{
  g_autofree char *news = list_news (&self->news);
  g_autofree char *duration = pf_format_duration (0, self->closed_ns);
  g_autofree char *gap = pf_format_duration (0, self->gap_ns);
  GString *text = g_string_new (NULL);

  if (self->was_hidden && news[0] != '\0')
    add_sentence (text, g_strdup_printf (_("In the background: %s."), news));
  else if (self->was_hidden)
    add_sentence (text, g_strdup (_("In the background nothing was filled and nothing refused.")));
  if (self->closed_ns >= PF_AWAY_MIN_NS)
    add_sentence (text, g_strdup_printf (_("Pilotfish was closed for %s: the practice market stood "
                                           "still, nothing was traded and nothing is made up for."),
                                         duration));
  if (self->gap_ns > 0)
    add_sentence (text, g_strdup_printf (_("The machine slept for %s: nothing was traded, and "
                                           "nothing that was missed is made up for."), gap));
  if (text->len == 0)
    return g_string_free (text, TRUE);
  if (self->n_deployed > 0)
    add_sentence (text, g_strdup_printf (ngettext ("%u deployment goes on.",
                                                   "%u deployments go on.", self->n_deployed),
                                         self->n_deployed));
  if (self->n_positions > 0)
    add_sentence (text, g_strdup_printf (ngettext ("%u position is open.",
                                                   "%u positions are open.", self->n_positions),
                                         self->n_positions));
  return g_string_free (text, FALSE);
}

char *
pf_away_gap (PfExecutionEngine *engine, gint64 gap_ns)
{
  PfAway away = { .gap_ns = gap_ns,
                  .n_deployed = pf_execution_engine_get_n_deployed (engine),
                  .n_positions
                  = g_list_model_get_n_items (pf_execution_engine_get_positions (engine)) };

  return pf_away_sentence (&away);
}

/* --- asking the journal ----------------------------------------------------------------------- */

typedef struct
{
  char *folder, *environment;
  gint64 since_ns;
  PfAway away;
  PfAwayFunc func;
  gpointer user_data;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->folder);
  g_free (question->environment);
  g_free (question);
}

static void
read_journal (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfJournalReader) reader
      = pf_journal_reader_open (question->folder, question->environment, &error);

  if (reader != NULL
      && pf_journal_reader_away (reader, question->since_ns, &question->away.news, cancellable,
                                 &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  PfExecutionEngine *engine = PF_EXECUTION_ENGINE (source);
  Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  question->away.n_deployed = pf_execution_engine_get_n_deployed (engine);
  question->away.n_positions
      = g_list_model_get_n_items (pf_execution_engine_get_positions (engine));
  if (g_task_propagate_boolean (G_TASK (result), &error))
    sentence = pf_away_sentence (&question->away);
  else
    sentence = g_strdup_printf (_("What happened while you were away cannot be told: %s"),
                                error->message);
  question->func (sentence, question->user_data);
}

void
pf_away_ask (PfExecutionEngine *engine, gint64 closed_ns, gint64 hidden_since_ns, PfAwayFunc func,
             gpointer user_data)
{
  PfDesk *desk = pf_execution_engine_get_desk (engine);
  g_autoptr (GTask) task = g_task_new (engine, NULL, on_read, NULL);
  Question *question = g_new0 (Question, 1);

  question->folder = g_strdup (pf_desk_data_dir (desk));
  question->environment = g_strdup (pf_desk_environment (desk));
  question->away.closed_ns = closed_ns;
  question->away.was_hidden = hidden_since_ns > 0;
  /* without a time there is nothing to count: all is before the end of time */
  question->since_ns = hidden_since_ns > 0 ? hidden_since_ns : G_MAXINT64;
  question->func = func;
  question->user_data = user_data;
  g_task_set_task_data (task, question, free_question);
  g_task_run_in_thread (task, read_journal);
}
