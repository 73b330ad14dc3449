"""The one hook of PEP 517 that a download needs."""

import email.parser
import os
import shutil


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    with open("PKG-INFO", encoding="utf-8") as source:
        information = email.parser.Parser().parse(source, headersonly=True)
    name = information["Name"].replace("-", "_") + "-" + information["Version"] + ".dist-info"
    os.makedirs(os.path.join(metadata_directory, name))
    shutil.copyfile("PKG-INFO", os.path.join(metadata_directory, name, "METADATA"))
    return name
