"""Who the learners are, where they go to school and what each of them reaches."""
