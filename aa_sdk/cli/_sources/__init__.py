"""Policies found in files: as they are, in templates of CloudFormation, and in Terraform plans."""
