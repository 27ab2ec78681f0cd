/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-journal-names.h"

#include "object/pf-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  guint64 id;
  char *strategy_id;
  char *name;
} Deployment;

struct _PfJournalNames
{
  PfInstruments *instruments;
  GPtrArray *deployments;       /* of Deployment, by rising id */
};

static void
free_deployment (gpointer data)
{
  Deployment *deployment = data;

  g_free (deployment->strategy_id);
  g_free (deployment->name);
  g_free (deployment);
}

PfJournalNames *
pf_journal_names_new (const PfInstruments *instruments)
{
  PfJournalNames *self = g_atomic_rc_box_new0 (PfJournalNames);

  self->instruments = pf_instruments_copy (instruments);
  self->deployments = g_ptr_array_new_with_free_func (free_deployment);
  return self;
}

PfJournalNames *
pf_journal_names_new_of (PfExecutionEngine *engine)
{
  PfJournalNames *self = pf_journal_names_new (pf_execution_engine_get_instruments (engine));
  GListModel *deployments = pf_execution_engine_get_deployments (engine);

  /* the newest is the first there */
  for (guint i = g_list_model_get_n_items (deployments); i > 0; i--)
    {
      g_autoptr (PfDeployment) deployment = g_list_model_get_item (deployments, i - 1);
      const PfDeploymentRow *row = pf_deployment_get_row (deployment);

      pf_journal_names_add_deployment (self, row->id, row->strategy_id, _(row->strategy_name));
    }
  return self;
}

PfJournalNames *
pf_journal_names_ref (PfJournalNames *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PfJournalNames *self = data;

  pf_instruments_free (self->instruments);
  g_ptr_array_unref (self->deployments);
}

void
pf_journal_names_unref (PfJournalNames *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
pf_journal_names_add_deployment (PfJournalNames *self, guint64 id, const char *strategy_id,
                                 const char *name)
{
  Deployment *deployment = g_new0 (Deployment, 1);

  deployment->id = id;
  deployment->strategy_id = g_strdup (strategy_id);
  deployment->name = g_strdup (name);
  g_ptr_array_add (self->deployments, deployment);
}

/* --- names ------------------------------------------------------------------------------------ */

const PfInstrument *
pf_journal_names_get_instrument (const PfJournalNames *self, gint64 number)
{
  return number >= 0 && number < self->instruments->n
             ? pf_instruments_get (self->instruments, (guint) number)
             : NULL;
}

/* for ever, and bounded by what there are numbers of */
static const char *
number_name (guint64 number)
{
  g_autofree char *text = g_strdup_printf ("#%" G_GUINT64_FORMAT, number);

  return g_intern_string (text);
}

const char *
pf_journal_names_get_symbol (const PfJournalNames *self, gint64 number)
{
  const PfInstrument *instrument = pf_journal_names_get_instrument (self, number);

  if (number < 0)
    return "";
  return instrument != NULL ? instrument->symbol : number_name ((guint64) number);
}

static const Deployment *
find_deployment (const PfJournalNames *self, guint64 id)
{
  guint low = 0, high = self->deployments->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Deployment *deployment = g_ptr_array_index (self->deployments, middle);

      if (deployment->id == id)
        return deployment;
      if (deployment->id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

const char *
pf_journal_names_get_strategy (const PfJournalNames *self, guint64 deployment_id)
{
  const Deployment *deployment = find_deployment (self, deployment_id);

  if (deployment_id == 0)
    return "";
  return deployment != NULL ? deployment->name : number_name (deployment_id);
}

const char *
pf_journal_names_get_strategy_id (const PfJournalNames *self, guint64 deployment_id)
{
  const Deployment *deployment = find_deployment (self, deployment_id);

  return deployment != NULL ? deployment->strategy_id : "";
}

/* --- words ------------------------------------------------------------------------------------ */

/* folded is in text, whatever the case */
static gboolean
holds (const char *text, const char *folded)
{
  g_autofree char *own = g_utf8_casefold (text, -1);

  return strstr (own, folded) != NULL;
}

/* The values whose word, or name in the journal, has folded in it. */
#define MASK(n, word, name) \
  G_STMT_START { \
    for (guint value = 0; value < (n); value++) \
      if (holds (word, folded) || holds (name, folded)) \
        mask |= 1u << value; \
  } G_STMT_END

static guint32
sides_of (PfJournalTable table, const char *folded)
{
  guint32 mask = 0;

  if (table == PF_JOURNAL_TRADES)
    MASK (2, pf_words_direction ((PfSide) value), pf_words_direction ((PfSide) value));
  else
    MASK (2, pf_words_side ((PfSide) value), pf_side_name ((PfSide) value));
  return mask;
}

static guint32
types_of (const char *folded)
{
  guint32 mask = 0;

  MASK (PF_ORDER_TYPE_TAKE_PROFIT + 1, pf_words_order_type ((PfOrderType) value),
        pf_order_type_name ((PfOrderType) value));
  return mask;
}

static guint32
statuses_of (const char *folded)
{
  guint32 mask = 0;

  MASK (PF_N_ORDER_STATUSES, pf_words_order_status ((PfOrderStatus) value),
        pf_order_status_name ((PfOrderStatus) value));
  return mask;
}

static guint32
reasons_of (const char *folded)
{
  guint32 mask = 0;

  MASK (PF_N_REASONS, pf_words_reason ((PfReason) value), pf_reason_name ((PfReason) value));
  return mask;
}

static guint32
refusals_of (const char *folded)
{
  guint32 mask = 0;

  MASK (PF_N_REFUSALS, pf_words_refusal ((PfRefusalReason) value),
        pf_refusal_reason_name ((PfRefusalReason) value));
  return mask;
}

static PfJournalWord *
make_word (const PfJournalNames *self, PfJournalTable table, const char *text)
{
  PfJournalWord *word = pf_journal_word_new (text);
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint32 i = 0; i < self->instruments->n; i++)
    if (holds (pf_instruments_get (self->instruments, i)->symbol, folded))
      g_array_append_val (word->instruments, i);
  for (guint i = 0; i < self->deployments->len; i++)
    {
      const Deployment *deployment = g_ptr_array_index (self->deployments, i);

      if (holds (deployment->name, folded) || holds (deployment->strategy_id, folded))
        g_array_append_val (word->deployments, deployment->id);
    }
  word->sides = sides_of (table, folded);
  word->types = types_of (folded);
  word->statuses = statuses_of (folded);
  word->reasons = reasons_of (folded);
  word->refusals = refusals_of (folded);
  return word;
}

/* --- ranks ------------------------------------------------------------------------------------ */

typedef struct
{
  guint64 number;
  char *name;                   /* to be compared */
} Named;

static gint
compare_named (gconstpointer a, gconstpointer b)
{
  const Named *x = a, *y = b;
  int order = strcmp (x->name, y->name);

  return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static void
add_named (GArray *all, guint64 number, const char *name)
{
  Named one = { number, g_utf8_collate_key (name, -1) };

  g_array_append_val (all, one);
}

/* Equal names have equal ranks. Takes all. */
static GArray *
rank (GArray *all)
{
  GArray *ranks = g_array_new (FALSE, TRUE, sizeof (guint32));
  guint32 at = 0;

  g_array_sort (all, compare_named);
  for (guint i = 0; i < all->len; i++)
    {
      const Named *one = &g_array_index (all, Named, i);

      if (i > 0 && strcmp (one->name, g_array_index (all, Named, i - 1).name) != 0)
        at++;
      if (ranks->len <= one->number)
        g_array_set_size (ranks, (guint) one->number + 1);
      g_array_index (ranks, guint32, one->number) = at;
    }
  for (guint i = 0; i < all->len; i++)
    g_free (g_array_index (all, Named, i).name);
  g_array_unref (all);
  return ranks;
}

static GArray *
rank_instruments (const PfJournalNames *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Named));

  for (guint i = 0; i < self->instruments->n; i++)
    add_named (all, i, pf_instruments_get (self->instruments, i)->symbol);
  return rank (all);
}

static GArray *
rank_deployments (const PfJournalNames *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Named));

  for (guint i = 0; i < self->deployments->len; i++)
    {
      const Deployment *deployment = g_ptr_array_index (self->deployments, i);

      add_named (all, deployment->id, deployment->name);
    }
  return rank (all);
}

PfJournalQuery *
pf_journal_names_query (const PfJournalNames *self, PfJournalTable table, const char *search)
{
  PfJournalQuery *query = pf_journal_query_new (table);
  g_auto (GStrv) words = g_strsplit_set (search, " \t\n", -1);

  query->instrument_ranks = rank_instruments (self);
  query->deployment_ranks = rank_deployments (self);
  for (guint i = 0; words[i] != NULL && query->words->len < PF_JOURNAL_WORDS_MAX; i++)
    if (words[i][0] != '\0')
      g_ptr_array_add (query->words, make_word (self, table, words[i]));
  return query;
}
