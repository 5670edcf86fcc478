dnl SPDX-License-Identifier: BSD-2-Clause
dnl SC_BACKENDS - which backends to leave out, behind SC_ARCH
dnl
dnl A name is that of a file of arch/, with its variants; arch.c asks for
dnl WITHOUT_NAME in its table. BACKENDS are the objects of the others.
m4_define([SC_X86_BACKENDS],
	[avx, avx512f, sse2, movnti, movdir64b, mixed, prefetchw, rep])
m4_define([SC_ARM64_BACKENDS], [stnp, prefetchw])

dnl Autoconf takes no value behind --disable-FEATURE: here each name becomes a
dnl feature, --disable-backend-NAME, before the arguments are read.
m4_divert_text([DEFAULTS], [
sc_without=
for sc_arg
do
  shift
  case $sc_arg in
  --disable-backend=?*)
    for sc_name in `echo "$sc_arg" | sed 's/--disable-backend=//; s/,/ /g'`
    do
      set x "$[]@" "--disable-backend-$sc_name"; shift
      sc_without="$sc_without $sc_name"
    done ;;
  --disable-backend-*)
    set x "$[]@" "$sc_arg"; shift
    sc_without="$sc_without `echo "$sc_arg" | sed 's/--disable-backend-//'`" ;;
  --disable-backend=)
    set x "$[]@" --disable-backend; shift ;;
  *)
    set x "$[]@" "$sc_arg"; shift ;;
  esac
done
])

AC_DEFUN([SC_BACKENDS], [
AC_ARG_ENABLE([backend], [AS_HELP_STRING([--disable-backend=NAME[[,NAME]]],
	[leave out backends, as avx512f,rep])], [sc_no_name=yes], [sc_no_name=no])
m4_foreach([sc_name], m4_dquote(SC_X86_BACKENDS, SC_ARM64_BACKENDS),
	[AC_ARG_ENABLE([backend-]sc_name)])
AS_CASE([$sc_arch],
	[x86], [sc_known="m4_map_args_sep([], [], [ ], SC_X86_BACKENDS)"],
	[arm64], [sc_known="m4_map_args_sep([], [], [ ], SC_ARM64_BACKENDS)"],
	[sc_known=])
AS_IF([test $sc_no_name = yes],
	[AC_MSG_ERROR([--disable-backend: name what to leave out, as --disable-backend=avx,rep: ${sc_known:-there are none}])])
for sc_name in $sc_without
do
	AS_CASE([" $sc_known "], [*" $sc_name "*], [],
		[AC_MSG_ERROR([--disable-backend=$sc_name: not one to leave out, which are: ${sc_known:-none}])])
done
BACKENDS=
for sc_name in $sc_known
do
	AS_CASE([" $sc_without "], [*" $sc_name "*], [],
		[BACKENDS="$BACKENDS arch/$sc_arch/libcore_la-$sc_name.lo"])
done
AC_SUBST([BACKENDS])
m4_foreach([sc_name], m4_dquote(SC_X86_BACKENDS, SC_ARM64_BACKENDS),
	[AS_CASE([" $sc_without "], [*" sc_name "*],
		[AC_DEFINE([WITHOUT_]m4_toupper(sc_name), [1],
			[Define to 1 to leave out the backend ]sc_name[.])])
])])
