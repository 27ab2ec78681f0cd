/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzz target is one file: some good inputs, and a function that gives any bytes to a reader and
 * asserts what holds of whatever was accepted. replay.c runs it as a test, over the good inputs and
 * thousands of broken ones made from them; with -Dfuzz=true clang's fuzzer searches for more.
 */
#pragma once

#include <glib.h>

/* NULL-terminated */
extern const char *const fuzz_seeds[];

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
