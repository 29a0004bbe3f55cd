"""Sealing: AES-256-GCM under a fresh data key each time, wrapped by a key that a KeyProvider keeps."""
