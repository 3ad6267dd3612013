// What the doctor says, as text and as JSON.
#pragma once

#include "app/log.h"
#include "core/diagnosis.h"
#include "core/settings.h"
#include "sys/error.h"

namespace dumb_init::app {

// Writes to standard output: the findings, each with what to do about it, then what was seen. As
// JSON that is one object; docs/doctor.schema.json describes it.
DUMB_INIT_SELDOM sys::Result<Done> WriteReport(core::ReportFormat format,
                                               const core::Findings& findings,
                                               const core::ContainerFacts& facts);

}  // namespace dumb_init::app
