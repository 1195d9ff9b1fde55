// doctest from its Meson wrap offers <doctest.h>; our tests include <doctest/doctest.h>.
#pragma once
#include <doctest.h>
