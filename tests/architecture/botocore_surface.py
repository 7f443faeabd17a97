"""What the package leans on in botocore and aiobotocore, by the file that does: the tables."""

NAMES = {
    "aiobotocore": "_helpers httpxsession parsers session",
    "aiobotocore.awsrequest": "AioAWSResponse HttpxAWSResponse",
    "aiobotocore.config": "AioConfig",
    "aiobotocore.endpoint": "AioEndpoint AnyioEndpoint",
    "aiobotocore.hooks": "AioHierarchicalEmitter",
    "aiobotocore.httpsession": "AIOHTTPSession",
    "aiobotocore.httpxsession": "HttpxSession httpx",
    "aiobotocore.retries.standard": "AioRetryHandler.needs_retry",
    "aiobotocore.session": "AioSession",
    "aiobotocore.signers": "AioRequestSigner AioRequestSigner.handler",
    "botocore": "auth awsrequest configprovider exceptions loaders parsers regions utils",
    "botocore.auth": "AUTH_TYPE_MAPS SIGNED_HEADERS_BLACKLIST SigV4Auth",
    "botocore.awsrequest": "AWSPreparedRequest HeadersDict",
    "botocore.compat": "get_current_datetime",
    "botocore.credentials": "ReadOnlyCredentials",
    "botocore.endpoint": "Endpoint",
    "botocore.exceptions": """
        BotoCoreError ClientError ConfigNotFound ConfigParseError ConnectTimeoutError
        ConnectionClosedError ConnectionError CredentialRetrievalError DataNotFoundError
        EndpointConnectionError
        HTTPClientError IncompleteReadError InfiniteLoopConfigError InvalidChecksumConfigError
        InvalidConfigError InvalidDefaultsMode InvalidHostLabelError InvalidIMDSEndpointError
        InvalidIMDSEndpointModeError InvalidMaxRetryAttemptsError InvalidProxiesConfigError
        InvalidRetryModeError InvalidSTSRegionalEndpointsConfigError LoginError
        MetadataRetrievalError MissingDependencyException MissingParametersError
        NoAuthTokenError NoCredentialsError NoRegionError ParamValidationError
        PartialCredentialsError ProfileNotFound ProxyConnectionError ReadTimeoutError
        RefreshWithMFAUnsupportedError SSOError TokenRetrievalError UnknownCredentialError
        UnknownSignatureVersionError UnsupportedSignatureVersionError""",
    "botocore.handlers": "_set_auth_scheme_preference_signer add_retry_headers "
    "set_operation_specific_signer",
    "botocore.history": "get_global_history_recorder",
    "botocore.loaders": "JSONFileLoader Loader create_loader",
    "botocore.model": "OperationNotFoundError ServiceModel",
    "botocore.parsers": "ResponseParserError",
    "botocore.regions": "EndpointResolver",
    "botocore.session": "Session",
    "botocore.signers": "RequestSigner",
    "botocore.useragent": "UserAgentString UserAgentString.rebuild_and_replace_user_agent_handler",
}

# By file, the attributes of each object that it touches.
ATTRIBUTES: dict[str, dict[str, str]] = {
    "_transport/configuration.py": {
        "session": "get_default_client_config get_scoped_config get_config_variable "
        "user_agent_name user_agent_version",
        "config": "merge http_session_cls retries user_agent user_agent_appid",
        "user agent": "set_session_config with_client_config to_string",
    },
    "_transport/configured.py": {
        "session": "available_profiles get_available_partitions get_available_regions",
    },
    "_transport/connection.py": {
        "session": "create_client get_component lazy_register_component get_config_variable "
        "set_default_client_config",
        "model": "operation_model",
        "operation": "input_shape",
        "client": "meta close",
        "meta": "events region_name",
        "events": "register register_first register_last",
    },
    "_transport/_sending/attempts.py": {"response": "status_code headers"},
    "_transport/_sending/pacing.py": {"operation": "idempotent_members"},
    "_transport/_failures/credentials.py": {"client error": "response operation_name"},
    "_transport/data_files.py": {
        "loaders": "ExtrasProcessor create_loader",
        "loader": "determine_latest_version extras_types load_data search_paths",
    },
    "_transport/_failures/error_mapping.py": {
        "client error": "response operation_name",
        "client": "meta",
        "meta": "config",
    },
    "_transport/service_files.py": {
        "session": "get_component get_scoped_config",
        "loader": "load_data load_service_model",
    },
    "_transport/_services": {
        "session": "create_client get_config_variable",
        "client": "meta",
        "meta": "events method_to_api_mapping",
        "events": "register register_first register_last",
        "config": "merge http_session_cls retries",
    },
    "_transport/accounts.py": {
        "session": "get_component set_default_client_config",
        "loader": "load_data",
        "regions": "EndpointResolver",
    },
    "_transport/links.py": {"client": "meta close", "meta": "method_to_api_mapping"},
    "_transport/_sending/sending.py": {
        "events": "register register_first register_last",
        "signer": "region_name signing_name get_auth_instance",
        "auth": "credentials",
        "request": "method url headers body",
        "response": "status_code headers content",
    },
    "_transport/_sending/signing.py": {
        "frozen credentials": "access_key secret_key token",
        "utils": "normalize_url_path",
    },
    "_transport/_sending/obstacles.py": {
        "events": "register register_first register_last",
        "signer": "signature_version",
        "config": "auth_scheme_preference",
    },
    "_transport/_sending/http_session.py": {
        "aiohttp session": "_get_session send",
        "httpx session": "_get_session send",
        "response": "url status_code headers content raw",
    },
    "_transport/_failures/origins.py": {
        "error": "kwargs",
        "credentials": "method get_frozen_credentials",
    },
    "_transport/_failures/profiles.py": {
        "session": "full_config get_config_variable get_scoped_config session_var_map"
    },
    "_transport/_failures/regions.py": {
        "session": "get_component get_config_variable get_scoped_config instance_variables",
        "loader": "load_data",
        "config": "region_name",
    },
    "_transport/_requests/checks.py": {
        "shape": "name type_name metadata serialization",
        "structure": "members required_members is_tagged_union",
        "list": "member",
        "map": "key value",
        "string": "enum",
    },
    "_transport/_failures/settings.py": {
        "utils": "is_valid_endpoint_url is_valid_ipv6_endpoint_url",
        "session": "session_var_map get_config_variable get_scoped_config",
    },
    "emulator/_transports": {
        "session": "set_credentials get_component",
        "request": "method url headers body",
        "response": "url status_code headers content raw",
    },
    "emulator/_account/regions.py": {
        "loader": "load_data",
        "resolver": "get_available_endpoints",
    },
    "emulator/_protocol": {"loader": "load_service_model"},
}

# By file, what is called and with which arguments.
ARGUMENTS: dict[str, dict[str, str]] = {
    "_transport/configuration.py": {
        "aiobotocore.config.AioConfig": "http_session_cls parameter_validation retries "
        "user_agent user_agent_appid"
    },
    "_transport/connection.py": {
        "aiobotocore.session.AioSession": "profile event_hooks",
        "aiobotocore.session.AioSession._create_client": "region_name endpoint_url config "
        "aws_access_key_id aws_secret_access_key aws_session_token",
    },
    "_transport/data_files.py": {
        "botocore.loaders.Loader": "extra_search_paths file_loader include_default_search_paths"
    },
    "_transport/_sending/sending.py": {
        "botocore.awsrequest.AWSPreparedRequest": "method url headers body stream_output"
    },
    "emulator/_transports": {"aiobotocore.session.AioSession": "session_vars"},
}

_REGISTER = "event_name handler unique_id unique_id_uses_count"

# By file, in their order, the arguments of what is overridden or called without their names.
POSITIONS: dict[str, dict[str, str]] = {
    "_transport/accounts.py": {
        "botocore.regions.EndpointResolver": "endpoint_data uses_builtin_data",
    },
    "_transport/data_files.py": {"botocore.loaders.JSONFileLoader.load_file": "file_path"},
    "_transport/_sending/http_session.py": {
        "aiobotocore.httpsession.AIOHTTPSession._get_session": "proxy_url",
        "aiobotocore.httpxsession.HttpxSession._get_session": "_request_url",
        "aiobotocore.httpsession.AIOHTTPSession.send": "request",
        "aiobotocore.httpxsession.HttpxSession.send": "request",
        "aiobotocore.awsrequest.AioAWSResponse": "url status_code headers raw",
    },
    "_transport/_sending/obstacles.py": {
        "aiobotocore.hooks.AioHierarchicalEmitter.register": _REGISTER,
        "aiobotocore.hooks.AioHierarchicalEmitter.register_first": _REGISTER,
        "aiobotocore.hooks.AioHierarchicalEmitter.register_last": _REGISTER,
        "botocore.history.HistoryRecorder.add_handler": "handler",
        "botocore.history.BaseHistoryHandler.emit": "event_type payload source",
    },
    "_transport/_sending/sending.py": {
        "aiobotocore.signers.AioRequestSigner.get_auth_instance": "signing_name region_name "
        "signature_version request_credentials kwargs",
    },
    "emulator/_transports": {
        "aiobotocore.awsrequest.HttpxAWSResponse": "url status_code headers raw",
    },
}

# By file, what a call emits and the arguments of it that are read.
EVENTS: dict[str, dict[str, str]] = {
    "_transport/_services": {
        "before-call": "context",
        "before-endpoint-resolution": "builtins context",
        "request-created": "request operation_name",
        "response-received": "context response_dict",
    },
    "_transport/_sending/attempts.py": {"needs-retry": "response attempts request_dict"},
    "_transport/_sending/hooks.py": {"before-parse": "response_dict customized_response_dict"},
    "_transport/_sending/retry_after.py": {"needs-retry": "response"},
    "_transport/_sending/sending.py": {
        "before-call": "model params request_signer context",
        "request-created": "request operation_name",
        "response-received": "context response_dict",
    },
    "emulator/_transports": {"before-send": "request"},
}

# By file, the configuration variables it reads or names.
VARIABLES: dict[str, str] = {
    "_transport/connection.py": "data_path",
    "_transport/configuration.py": "retry_mode user_agent_appid",
    "_transport/_services/clients.py": "max_attempts",
    "_transport/_failures/network.py": "ca_bundle",
    "_transport/_failures/profiles.py": "profile config_file credentials_file api_versions",
    "_transport/_failures/regions.py": "region",
    "_transport/_failures/settings.py": "max_attempts retry_mode sts_regional_endpoints "
    "defaults_mode ec2_metadata_service_endpoint_mode ec2_metadata_service_endpoint "
    "ignore_configured_endpoint_urls",
}

# By file, what its errors say about themselves.
FACTS: dict[str, dict[str, str]] = {
    "_transport/_failures/credentials.py": {
        "ProfileNotFound": "profile",
        "PartialCredentialsError": "provider cred_var",
        "CredentialRetrievalError": "provider error_msg",
    },
    "_transport/_failures/network.py": {
        "ProxyConnectionError": "proxy_url",
        "EndpointConnectionError": "endpoint_url",
        "HTTPClientError": "error",
    },
    "_transport/_failures/settings.py": {
        "InvalidChecksumConfigError": "config_key",
        "ConfigParseError": "path",
    },
}
