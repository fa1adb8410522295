"""What can go wrong, and whose fault it is.

    AgentsException
    ├── UserError                            the program that calls us, or its configuration
    │   └── ConfigError                      agents.toml; carries the diagnostics
    ├── MaxTurnsExceeded                     the limit the user set
    ├── ModelBehaviorError                   the model said what it may not say
    │   └── ModelRefusalError is separate:   the model declined
    ├── ModelRefusalError
    ├── ModelTimeoutError                    the model did not answer in time
    ├── ToolTimeoutError                     a tool did not answer in time
    ├── InputGuardrailTripwireTriggered      a guardrail stopped the run
    ├── OutputGuardrailTripwireTriggered
    ├── ToolInputGuardrailTripwireTriggered
    ├── ToolOutputGuardrailTripwireTriggered
    └── RecordingError                       the run file: missing, damaged, newer, not writable

Network and HTTP errors stay the `openai` client's own and pass through unchanged.
"""
