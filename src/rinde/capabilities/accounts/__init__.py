"""Trunk: people, their memberships with scope, roles as readable classes, sign-in, invitations."""
