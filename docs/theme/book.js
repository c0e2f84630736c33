// The theme's toggle for dark mode and its copy button; both come with doxygen-awesome-css.
DoxygenAwesomeDarkModeToggle.init();
DoxygenAwesomeFragmentCopyButton.init();
