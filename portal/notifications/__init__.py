"""What is sent to people: the outbox, mail texts, the jobs that a timer runs, links in mails."""
