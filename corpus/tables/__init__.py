"""Facts that a reader of Bengali can review without reading code. Nothing here imports anything of ours."""
