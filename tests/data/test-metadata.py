#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop and a store read of Pilotfish: one identity everywhere, icons that every theme can draw, and a sandbox
that may no more than the table in flatpak/README.md gives a reason for. desktop-file-validate and appstreamcli run beside
this as tests of their own."""

import configparser
import glob
import json
import os
import re
import sys
import traceback
import xml.etree.ElementTree as ET

SOURCE, BUILT, APP_ID, VERSION = sys.argv[1:5]
ID = 'io.github.pilotfish.Pilotfish'
SVG = '{http://www.w3.org/2000/svg}'


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding='utf-8') as file:
        return file.read()


def manifest():
    return json.loads(read('flatpak', ID + '.json'))


def desktop_entry():
    entry = configparser.RawConfigParser(strict=True)
    entry.optionxform = str
    with open(os.path.join(BUILT, APP_ID + '.desktop'), encoding='utf-8') as file:
        entry.read_file(file)
    return entry['Desktop Entry']


def metainfo():
    return ET.parse(os.path.join(BUILT, APP_ID + '.metainfo.xml')).getroot()


def one_identity():
    assert APP_ID in (ID, ID + '.Devel')
    assert f"app_id = '{ID}'" in read('meson.build')
    assert metainfo().findtext('id') == APP_ID
    assert metainfo().findtext('launchable') == APP_ID + '.desktop'
    assert desktop_entry()['Icon'] == APP_ID
    assert manifest()['id'] == ID and os.path.exists(os.path.join(SOURCE, 'flatpak', manifest()['id'] + '.json'))
    assert ID + '.Desk1' in read('src', 'desk', 'pf-desk-service.h')
    # whatever is named after the application is named so exactly
    for folder in ('data', 'icons', 'flatpak'):
        for name in glob.glob(os.path.join(SOURCE, folder, '**', '*pilotfish*'), recursive=True):
            assert os.path.isdir(name) or os.path.basename(name).startswith(ID), name


def desktop_file():
    entry = desktop_entry()
    assert entry['Exec'] == manifest()['command'] == 'pilotfish'
    assert entry['Type'] == 'Application' and entry['Terminal'] == 'false' and entry['StartupNotify'] == 'true'
    assert {'Office', 'Finance', 'GTK'} <= set(entry['Categories'].split(';'))
    assert 'paper' in entry['Keywords'].split(';')
    # a service file that could start it by its bus name is not installed, so that is not promised
    assert entry.get('DBusActivatable', 'false') == 'false'
    assert entry['X-GNOME-UsesNotifications'] == 'true'


def store_page():
    root = metainfo()
    assert root.findtext('project_license') == 'GPL-3.0-or-later' and root.findtext('metadata_license') == 'CC0-1.0'
    # older readers know one form of the developer, newer ones the other
    assert root.findtext('developer_name') == root.findtext('developer/name')
    assert root.find('developer').get('id') == 'io.github.pilotfish'
    assert root.find('content_rating').get('type') == 'oars-1.1'
    assert len(root.findtext('summary')) <= 35 and not root.findtext('summary').endswith('.')
    assert {one.text for one in root.findall('recommends/control')} == {'keyboard', 'pointing'}
    schemes = {one.get('scheme_preference'): one.text for one in root.findall('branding/color')}
    assert set(schemes) == {'light', 'dark'} and all(re.match('#[0-9a-f]{6}$', one) for one in schemes.values())
    newest = root.find('releases/release')
    assert newest.get('version') == VERSION, (newest.get('version'), VERSION)
    assert re.match(r'20\d\d-\d\d-\d\d$', newest.get('date')) and newest.find('description/p') is not None
    dates = [one.get('date') for one in root.findall('releases/release')]
    assert dates == sorted(dates, reverse=True)
    for picture in root.iter('image'):
        assert picture.text.startswith('https://'), 'a picture is shown from where it can be fetched'


def offline_is_kept():
    """The store page says offline, and so does the sandbox."""
    assert metainfo().findtext('supports/internet') == 'offline-only'
    assert not any('network' in word for word in manifest()['finish-args'])


def icons():
    for kind, size, colours in (('scalable', 128, 100), ('symbolic', 16, 1)):
        name = ID + ('-symbolic' if kind == 'symbolic' else '') + '.svg'
        path = os.path.join(SOURCE, 'icons', 'hicolor', kind, 'apps', name)
        root = ET.parse(path).getroot()
        assert root.tag == SVG + 'svg'
        assert root.get('width') == root.get('height') == str(size), kind
        assert root.get('viewBox') == f'0 0 {size} {size}', kind
        used = set()
        for node in root.iter():
            if not isinstance(node.tag, str):
                continue
            assert node.tag not in (SVG + word for word in ('image', 'script', 'text', 'foreignObject', 'style')), node.tag
            for key, value in node.attrib.items():
                assert 'href' not in key and 'http' not in value, (node.tag, key)
                if key in ('fill', 'stroke') and value != 'none':
                    used.add(value)
        assert 0 < len(used) <= colours, used
        assert os.path.getsize(path) < 20000


def permissions_have_reasons():
    args = manifest()['finish-args']
    table = re.findall(r'^\| `(--[^`]+)` \| (.+) \|$', read('flatpak', 'README.md'), re.MULTILINE)
    assert [name for name, _ in table] == args, (table, args)
    assert all(len(why) > 8 for _, why in table)
    assert len(set(args)) == len(args)
    allowed = {'--socket=wayland', '--socket=fallback-x11', '--share=ipc', '--device=dri'}
    assert set(args) <= allowed, 'a new permission: give its reason in flatpak/README.md, and allow it here'


def builds_this_checkout():
    said = manifest()
    assert said['runtime'] == 'org.gnome.Platform' and said['sdk'] == 'org.gnome.Sdk'
    assert re.match(r'\d+$', said['runtime-version'])
    assert [module['name'] for module in said['modules']] == ['pilotfish'], 'all libraries are the runtime\'s'
    module = said['modules'][0]
    assert module['buildsystem'] == 'meson'
    assert [one['type'] for one in module['sources']] == ['dir']
    assert os.path.samefile(os.path.join(SOURCE, 'flatpak', module['sources'][0]['path']), SOURCE)
    options = re.findall(r"option\('(\w+)'", read('meson_options.txt'))
    for word in module['config-opts']:
        name = re.match(r'-D(\w+)=', word)
        assert word.startswith('--buildtype=') or name[1] in options or name[1] == 'werror', word
    assert '--buildtype=debug' not in module['config-opts'], 'that is the identity of a debug build'


CASES = (one_identity, desktop_file, store_page, offline_is_kept, icons, permissions_have_reasons, builds_this_checkout)

print(f'1..{len(CASES)}', flush=True)
FAILED = 0
for number, case in enumerate(CASES, 1):
    try:
        case()
        print(f'ok {number} /pf/metadata/{case.__name__.replace("_", "-")}', flush=True)
    except Exception:  # pylint: disable=broad-except
        FAILED += 1
        traceback.print_exc()
        print(f'not ok {number} /pf/metadata/{case.__name__.replace("_", "-")}', flush=True)
sys.exit(FAILED > 0)
