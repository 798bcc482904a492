"""The workbench's own command line, which the Makefile calls: `python -m portal.workbench …`.

`run PORT` starts everything, `serve PORT` and `jobs` are the web server and the timer that `run`
starts, `accounts` gives the development accounts new passwords, `code NAME` shows the six digits
that one of them signs in with now, `example` makes three invented follow-up years, and `tools` sees
to what the tests need from the system (`tools all` for `make test-all`).
"""

import os
import sys


def main() -> int:
    """Do what the command line says, and return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    from portal.workbench import tools
    from portal.workbench.database import DatabaseError

    try:
        match sys.argv[1:]:
            case ["run", port]:
                from portal.workbench.run import run

                return run(port)
            case ["serve", port]:
                from portal.workbench.run import serve

                serve(port)
            case ["jobs"]:
                from portal.workbench.run import do_jobs

                do_jobs()
            case ["accounts"]:
                import django

                django.setup()
                from portal.workbench import accounts

                print(accounts.told(accounts.renew()))
            case ["code", name]:
                import django

                django.setup()
                from portal.workbench import accounts

                try:
                    print(accounts.code(name))
                except LookupError as error:
                    raise SystemExit(str(error)) from None
            case ["example"]:
                import django

                django.setup()
                from django.utils import timezone

                from portal.workbench import example

                print(example.make_example(timezone.localdate()))
            case ["tools"]:
                tools.require()
            case ["tools", "all"]:
                tools.require((*tools.TOOLS, tools.LIBREOFFICE))
            case _:
                raise SystemExit(__doc__)
    except DatabaseError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        print("\nAvslutat.")
    return 0


sys.exit(main())
