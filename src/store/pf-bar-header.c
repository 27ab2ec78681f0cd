/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pf-bar-header.h"

#include "store/pf-bar-scan.h"

#include <string.h>

#define NAME_MAX_LENGTH 40
#define ARCHIVE_COLUMNS 12

/* How good a name is for its role: where several columns would do, the best one is taken, and of
 * equally good ones the first. */
typedef struct
{
  PfColumn role;
  guint rank;                   /* 0: not wanted */
  gboolean is_close;
  gboolean in_ms;
} Meaning;

static const char *const column_names[PF_N_COLUMNS] = {
  "other", "time", "open", "high", "low", "close", "volume",
};

const char *
pf_column_name (PfColumn column)
{
  g_assert (column < PF_N_COLUMNS);
  return column_names[column];
}

/* Lower case, with '_' for blanks and '-'; FALSE when it is longer than any name we know. */
static gboolean
canonical_name (const char *text, gsize length, char name[NAME_MAX_LENGTH + 1])
{
  if (length > NAME_MAX_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    name[i] = text[i] == ' ' || text[i] == '-' ? '_' : g_ascii_tolower (text[i]);
  name[length] = '\0';
  return TRUE;
}

static Meaning
meaning_of_time (const char *name)
{
  static const struct { const char *name; guint rank; gboolean is_close, in_ms; } times[] = {
    { "open_time", 3, FALSE, FALSE },  { "open_time_ms", 3, FALSE, TRUE },
    { "time", 2, FALSE, FALSE },       { "timestamp", 2, FALSE, FALSE },
    { "date", 2, FALSE, FALSE },       { "datetime", 2, FALSE, FALSE },
    { "time_ms", 2, FALSE, TRUE },     { "timestamp_ms", 2, FALSE, TRUE },
    { "close_time", 1, TRUE, FALSE },  { "close_time_ms", 1, TRUE, TRUE },
    { "end_time", 1, TRUE, FALSE },    { "end_time_ms", 1, TRUE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    if (strcmp (name, times[i].name) == 0)
      return (Meaning){ PF_COLUMN_TIME, times[i].rank, times[i].is_close, times[i].in_ms };
  return (Meaning){ PF_COLUMN_OTHER, 0, FALSE, FALSE };
}

static Meaning
meaning_of (const char *text, gsize length)
{
  char name[NAME_MAX_LENGTH + 1];

  if (!canonical_name (text, length, name))
    return (Meaning){ PF_COLUMN_OTHER, 0, FALSE, FALSE };
  for (PfColumn c = PF_COLUMN_OPEN; c <= PF_COLUMN_VOLUME; c++)
    if (strcmp (name, column_names[c]) == 0)
      return (Meaning){ c, 3, FALSE, FALSE };
  if (strstr (name, "volume") != NULL || strcmp (name, "vol") == 0)
    return (Meaning){ PF_COLUMN_VOLUME, 1, FALSE, FALSE };
  return meaning_of_time (name);
}

void
pf_bar_header_read (PfBarHeader *self, const char *line, const char *end)
{
  guint rank[PF_N_COLUMNS] = { 0 };
  guint where[PF_N_COLUMNS] = { 0 };
  const char *cursor = line;

  memset (self, 0, sizeof *self);
  for (;;)
    {
      const char *text;
      gsize length;
      Meaning meaning;

      pf_scan_field (&cursor, end, &text, &length);
      meaning = meaning_of (text, length);
      if (self->n < PF_BAR_COLUMNS_MAX && meaning.rank > rank[meaning.role])
        {
          if (rank[meaning.role] > 0)
            self->roles[where[meaning.role]] = PF_COLUMN_OTHER;
          else
            self->n_found++;
          rank[meaning.role] = meaning.rank;
          where[meaning.role] = self->n;
          self->roles[self->n] = (guint8) meaning.role;
          if (meaning.role == PF_COLUMN_TIME)
            {
              self->time_is_close = meaning.is_close;
              self->time_in_ms = meaning.in_ms;
            }
        }
      self->n = MIN (self->n + 1, PF_BAR_COLUMNS_MAX);
      if (cursor == end)
        return;
      cursor++;
    }
}

void
pf_bar_header_set_archive (PfBarHeader *self)
{
  memset (self, 0, sizeof *self);
  self->n = ARCHIVE_COLUMNS;
  for (guint i = 0; i < PF_N_COLUMNS - 1; i++)
    self->roles[i] = (guint8) (PF_COLUMN_TIME + i);
  self->time_in_ms = TRUE;
  self->n_found = PF_N_COLUMNS - 1;
}

gboolean
pf_bar_header_is_archive (const char *line, const char *end)
{
  const char *cursor = line;
  const char *text;
  gsize length;
  guint n = 0;

  pf_scan_field (&cursor, end, &text, &length);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  if (length == 0)
    return FALSE;
  for (n = 1; cursor < end; n++)
    {
      cursor++;
      pf_scan_field (&cursor, end, &text, &length);
    }
  return n == ARCHIVE_COLUMNS;
}

char *
pf_bar_header_missing (const PfBarHeader *self)
{
  GString *names = g_string_new (NULL);

  for (PfColumn c = PF_COLUMN_TIME; c <= PF_COLUMN_VOLUME; c++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < self->n; i++)
        found = found || self->roles[i] == c;
      if (!found)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", column_names[c]);
    }
  return g_string_free (names, FALSE);
}
