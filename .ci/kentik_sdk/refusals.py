"""What a call is refused with."""


def refuses(error, call, *words):
    try:
        call()
    except error as refusal:
        assert all(word in str(refusal) for word in words), refusal
        return
    raise AssertionError(f"no {error.__name__}")
