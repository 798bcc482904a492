"""The files of a report: PDF, Word, Excel and CSV, each made from its content and nothing else."""
