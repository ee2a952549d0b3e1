//! Every packet of captures, taken apart again by a parser.
mod read;
mod readable;
mod samples;
mod whole;
