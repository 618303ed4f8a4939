dnl queries.m4 - what configure.ac asks of the system.
dnl Copyright (C) 2026 The libqueries authors.
dnl SPDX-License-Identifier: GPL-3.0-or-later

dnl QUERIES_FIND_GXX
dnl Set CXX to the g++ beside CC: GCC's headers are C++.
AC_DEFUN([QUERIES_FIND_GXX],
[AS_IF([$CC -dumpversion >/dev/null 2>&1], [],
  [AC_MSG_ERROR([$CC cannot be run; in Debian: gcc-12 or gcc-11])])
AS_IF([test "x$CXX" = x],
  [set dummy $CC
   queries_cc=$[2]
   AS_CASE([$queries_cc],
     [*gcc*], [CXX=`echo "$queries_cc" | sed 's/\(.*\)gcc/\1g++/'`],
     [CXX=g++])
   dnl A compiler with another name: take the one of its version.
   AS_IF([$CXX -dumpversion >/dev/null 2>&1], [],
     [CXX=g++-`$queries_cc -dumpversion 2>/dev/null | sed 's/[[.]].*//'`])])
])

dnl QUERIES_CHECK_GCC
dnl CC and CXX are one GCC of a version that we know, with plugin headers.
dnl Sets GCC_MAJOR and plugindir.
AC_DEFUN([QUERIES_CHECK_GCC],
[AC_MSG_CHECKING([the version of $CC])
GCC_MAJOR=`$CC -dumpversion 2>/dev/null | sed 's/[[.]].*//'`
AC_MSG_RESULT([${GCC_MAJOR:-unknown}])
AS_IF([$CC --version 2>/dev/null | grep clang >/dev/null],
  [AC_MSG_ERROR([$CC is not GCC])])
AS_CASE([$GCC_MAJOR], [11|12], [],
  [AC_MSG_ERROR([$CC is GCC ${GCC_MAJOR:-?}; the plugin is for GCC 11 and 12: use --with-gcc=CC])])
AC_SUBST([GCC_MAJOR])
AS_IF([test "x`$CXX -dumpversion 2>/dev/null | sed 's/[[.]].*//'`" = "x$GCC_MAJOR"], [],
  [AC_MSG_ERROR([no C++ compiler of GCC $GCC_MAJOR found (tried $CXX); in Debian: g++-$GCC_MAJOR])])

AC_MSG_CHECKING([for the plugin folder of $CC])
queries_plugindir=`$CC -print-file-name=plugin`
AC_MSG_RESULT([$queries_plugindir])
AC_ARG_WITH([plugin-dir],
  [AS_HELP_STRING([--with-plugin-dir=DIR],
    [where -fplugin=queries looks @<:@the folder plugin/ of GCC@:>@])],
  [plugindir=$with_plugin_dir],
  [plugindir=$queries_plugindir])
AC_SUBST([plugindir])
PLUGIN_INCLUDES="-isystem $queries_plugindir/include"
AC_SUBST([PLUGIN_INCLUDES])

AC_MSG_CHECKING([for GCC's plugin headers])
AC_LANG_PUSH([C++])
queries_save_CPPFLAGS=$CPPFLAGS
CPPFLAGS="$CPPFLAGS $PLUGIN_INCLUDES"
dnl confdefs.h and GCC's own config.h define the same names.
cat >conftest.cc <<_QUERIES_EOF
#include "gcc-plugin.h"
int plugin_is_GPL_compatible;
int plugin_init (plugin_name_args *, plugin_gcc_version *) { return 0; }
_QUERIES_EOF
AS_IF([AM_RUN_LOG([$CXX $CPPFLAGS -std=gnu++14 -fno-rtti -fPIC -c conftest.cc -o conftest.plugin.o])],
  [AC_MSG_RESULT([yes])],
  [AC_MSG_RESULT([no])
   AC_MSG_ERROR([gcc-plugin.h does not compile with $CXX; in Debian: gcc-$GCC_MAJOR-plugin-dev])])
rm -f conftest.cc conftest.plugin.o
CPPFLAGS=$queries_save_CPPFLAGS
AC_LANG_POP([C++])
])

dnl QUERIES_NEED_LIBRARY (LIBRARY, HEADER, FUNCTION, PACKAGE)
AC_DEFUN([QUERIES_NEED_LIBRARY],
[AC_CHECK_HEADER([$2], [],
  [AC_MSG_ERROR([$2 is missing; in Debian: $4])])
AC_CHECK_LIB([$1], [$3], [QUERIES_LIBS="$QUERIES_LIBS -l$1"],
  [AC_MSG_ERROR([lib$1 is missing; in Debian: $4])])
])

dnl QUERIES_LATE_LIBRARY (LIBRARY, HEADER, FUNCTION, PACKAGE, MACRO)
dnl One that is loaded when it is needed (queries/late-library.h): MACRO names
dnl what a program linked with it looks for.
AC_DEFUN([QUERIES_LATE_LIBRARY],
[AC_CHECK_HEADER([$2], [],
  [AC_MSG_ERROR([$2 is missing; in Debian: $4])])
AC_MSG_CHECKING([what lib$1 is loaded as])
queries_save_LIBS=$LIBS
LIBS="-Wl,--no-as-needed -l$1 $LIBS"
queries_name=
AC_LINK_IFELSE([AC_LANG_CALL([], [$3])],
  [queries_name=`${READELF-readelf} -d conftest$EXEEXT \
     | sed -n 's/.*NEEDED.*@<:@@<:@@:>@\(lib$1@<:@^@:>@@:>@*\).*/\1/p'`])
LIBS=$queries_save_LIBS
AC_MSG_RESULT([${queries_name:-not found}])
AS_IF([test -z "$queries_name"],
  [AC_MSG_ERROR([lib$1 is missing; in Debian: $4])])
QUERIES_DEFINES="$QUERIES_DEFINES -D$5=$queries_name"
])

dnl QUERIES_NEED_TEST_TOOLS
dnl Sets CHECK_LIBS and QUERIES_RUNTEST.
AC_DEFUN([QUERIES_NEED_TEST_TOOLS],
[AC_CHECK_HEADER([check.h], [],
  [AC_MSG_ERROR([check.h is missing; in Debian: check (or --disable-tests)])])
CHECK_LIBS=
for queries_try in "-lcheck" "-lcheck_pic -lsubunit -lrt -lm" "-lcheck -lsubunit -lrt -lm"; do
  queries_save_LIBS=$LIBS
  LIBS="$queries_try -lpthread $LIBS"
  AC_MSG_CHECKING([whether Check links with $queries_try])
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <check.h>]],
    [[return srunner_ntests_failed (srunner_create (suite_create ("")));]])],
    [CHECK_LIBS="$queries_try -lpthread"])
  LIBS=$queries_save_LIBS
  AS_IF([test -n "$CHECK_LIBS"], [AC_MSG_RESULT([yes]); break],
    [AC_MSG_RESULT([no])])
done
AS_IF([test -n "$CHECK_LIBS"], [],
  [AC_MSG_ERROR([libcheck is missing; in Debian: check (or --disable-tests)])])
AC_SUBST([CHECK_LIBS])
AC_CHECK_PROG([QUERIES_RUNTEST], [runtest], [runtest])
AS_IF([test -n "$QUERIES_RUNTEST"], [],
  [AC_MSG_ERROR([runtest is missing; in Debian: dejagnu (or --disable-tests)])])
])

dnl QUERIES_CHECK_FLAGS(FLAGS, IF-GOOD)
dnl Whether CC makes a program with FLAGS: a GCC may have been built without.
AC_DEFUN([QUERIES_CHECK_FLAGS],
[queries_save_CFLAGS=$CFLAGS
CFLAGS="$CFLAGS $1"
AC_MSG_CHECKING([whether $CC takes $1])
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
  [queries_flags=yes], [queries_flags=no])
AC_MSG_RESULT([$queries_flags])
CFLAGS=$queries_save_CFLAGS
AS_IF([test "x$queries_flags" = xyes], [$2])
])
