"""The follow-up year: who is asked what, the answers, their approval, and who is missing."""
