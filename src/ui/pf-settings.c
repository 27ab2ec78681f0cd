/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pf-settings.h"

#include <glib/gstdio.h>

#define SCHEMAS "/io/github/pilotfish/Pilotfish/gschemas.compiled"

/* The schema that this program was built with: where it was only built none is installed, and an
 * installed one may be another version's. The library reads schemas from folders only; it keeps the
 * file mapped, so that the folder may go again. */
static GSettingsSchema *
own_schema (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (SCHEMAS, 0, NULL);
  g_autofree char *folder = g_dir_make_tmp ("pilotfish-XXXXXX", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GSettingsSchemaSource) source = NULL;
  gsize size;
  const char *data;

  g_assert (bytes != NULL);
  if (folder == NULL)
    return NULL;
  path = g_build_filename (folder, "gschemas.compiled", NULL);
  data = g_bytes_get_data (bytes, &size);
  if (g_file_set_contents (path, data, (gssize) size, NULL))
    source = g_settings_schema_source_new_from_directory (
        folder, g_settings_schema_source_get_default (), TRUE, NULL);
  g_unlink (path);
  g_rmdir (folder);
  return source != NULL ? g_settings_schema_source_lookup (source, PF_APP_ID, FALSE) : NULL;
}

GSettings *
pf_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = own_schema ();

  if (schema == NULL)
    g_error ("The settings of Pilotfish cannot be read: make room for temporary files.");
  return g_settings_new_full (schema, NULL, NULL);
}

AdwColorScheme
pf_settings_scheme (PfAppearance appearance)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };

  g_assert ((guint) appearance < G_N_ELEMENTS (schemes));
  return schemes[appearance];
}
