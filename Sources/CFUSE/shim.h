#pragma once
// The API level this program is written for; libfuse's headers refuse to be read without it.
#define FUSE_USE_VERSION 312
#include <fuse_lowlevel.h>
