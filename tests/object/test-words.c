/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "object/pf-words.h"

static const char *side (guint n) { return pf_words_side ((PfSide) n); }
static const char *direction (guint n) { return pf_words_direction ((PfSide) n); }
static const char *order_type (guint n) { return pf_words_order_type ((PfOrderType) n); }
static const char *status (guint n) { return pf_words_order_status ((PfOrderStatus) n); }
static const char *reason (guint n) { return pf_words_reason ((PfReason) n); }
static const char *refusal (guint n) { return pf_words_refusal ((PfRefusalReason) n); }

/* Each value has a word, and no two have the same. */
static void
test_words (void)
{
  static const struct { const char *(*word) (guint); guint n; } enums[] = {
    { side, 2 }, { direction, 2 }, { order_type, PF_ORDER_TYPE_TAKE_PROFIT + 1 },
    { status, PF_N_ORDER_STATUSES }, { reason, PF_N_REASONS }, { refusal, PF_N_REFUSALS },
  };

  for (guint e = 0; e < G_N_ELEMENTS (enums); e++)
    for (guint i = 0; i < enums[e].n; i++)
      {
        g_assert_cmpstr (enums[e].word (i), !=, "");
        for (guint k = 0; k < i; k++)
          g_assert_cmpstr (enums[e].word (i), !=, enums[e].word (k));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pf/words/all", test_words);
  return g_test_run ();
}
